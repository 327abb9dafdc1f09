//! The GraphQL documents: every one that is ever sent. A test validates them against the schema.

/// The parts of an appointment that a snapshot needs.
macro_rules! whole_appointment {
    () => {
        "fragment Whole on Appointment {
  id startAt endAt state cancelled cancellation { reason } bookedByType createdAt isGroupedAppointment
  locationId location { id tz }
  clientId client { id name email mobilePhone tags { id } reminderSettings { type email sms } }
  appointmentServices {
    id serviceId service { id externalId } staffId staffRequested startAt endAt totalDuration
  }
  appointmentServiceResources { id appointmentServiceId resourceId }
}"
    };
}

macro_rules! warnings {
    () => {
        "bookingWarnings { code staffId resourceId bookingServiceId }"
    };
}

/// The client and location of an appointment, which the query for the client's history needs.
pub const WHOSE: &str = "query Whose($id: ID!) { appointment(id: $id) { id clientId locationId } }";

/// An appointment with everything that a snapshot needs.
pub const APPOINTMENT: &str =
    concat!("query Appointment($id: ID!) { appointment(id: $id) { ...Whole } }\n", whole_appointment!());

/// An appointment, and its client's earlier ones.
pub const APPOINTMENT_AND_HISTORY: &str = concat!(
    "query AppointmentAndHistory($id: ID!, $locationId: ID!, $clientId: ID!, $query: QueryString) {
  appointment(id: $id) { ...Whole }
  appointments(locationId: $locationId, clientId: $clientId, query: $query, first: 100) {
    edges { node { id startAt cancelled appointmentServices { startAt staffId } } }
    pageInfo { hasNextPage }
  }
}
",
    whole_appointment!()
);

/// An appointment with its notes.
pub const APPOINTMENT_AND_NOTES: &str = concat!(
    "query AppointmentAndNotes($id: ID!) { appointment(id: $id) { ...Whole notes } }\n",
    whole_appointment!()
);

/// A provider's block. There is no query for a block by id, so it is read as a node.
pub const BLOCK: &str = "query Block($id: ID!) { node(id: $id) { id ... on Timeblock { startAt endAt staffId cancelled location { tz } } } }";

/// A page of a location's appointments.
pub const APPOINTMENTS: &str = concat!(
    "query Appointments($locationId: ID!, $query: QueryString, $after: String) {
  appointments(locationId: $locationId, query: $query, first: 50, after: $after) {
    edges { node { ...Whole } }
    pageInfo { hasNextPage endCursor }
  }
}
",
    whole_appointment!()
);

/// A page of a client's appointments at a location.
pub const APPOINTMENTS_OF_CLIENT: &str = concat!(
    "query AppointmentsOfClient($locationId: ID!, $clientId: ID!, $query: QueryString) {
  appointments(locationId: $locationId, clientId: $clientId, query: $query, first: 50) {
    edges { node { ...Whole } }
    pageInfo { hasNextPage endCursor }
  }
}
",
    whole_appointment!()
);

/// A page of a location's blocks.
pub const BLOCKS: &str = "query Blocks($locationId: ID!, $query: QueryString, $after: String) {
  timeblocks(locationId: $locationId, query: $query, first: 100, after: $after) {
    edges { node { id startAt endAt staffId cancelled location { tz } } }
    pageInfo { hasNextPage endCursor }
  }
}";

/// The busy providers, rooms and devices in a span, without client data.
pub const BUSY: &str = "query Busy($locationId: ID!, $query: QueryString, $after: String) {
  appointments(locationId: $locationId, query: $query, first: 100, after: $after) {
    edges { node {
      id cancelled
      appointmentServices { id staffId startAt endAt totalDuration }
      appointmentServiceResources { appointmentServiceId resourceId }
    } }
    pageInfo { hasNextPage endCursor }
  }
}";

/// Opens a draft of an appointment.
pub const OPEN_DRAFT: &str = concat!(
    "mutation OpenDraft($input: BookingCreateFromAppointmentInput!) {
  bookingCreateFromAppointment(input: $input) {
    booking { id bookingServices {
      id editingAppointmentServiceId staffId startTime bookingServiceResources { id resourceId }
    } }
    ",
    warnings!(),
    "
  }
}"
);

/// Sets when a line of a draft starts.
pub const SET_START: &str = concat!(
    "mutation SetStart($input: BookingServiceSetStartTimeInput!) {
  bookingServiceSetStartTime(input: $input) { booking { id } ",
    warnings!(),
    " }
}"
);

/// Sets the provider of a line of a draft.
pub const SET_STAFF: &str = concat!(
    "mutation SetStaff($input: BookingServiceSetStaffInput!) {
  bookingServiceSetStaff(input: $input) { booking { id } ",
    warnings!(),
    " }
}"
);

/// Takes rooms and devices from a line of a draft.
pub const REMOVE_RESOURCES: &str = concat!(
    "mutation RemoveResources($input: BookingServiceRemoveResourcesInput!) {
  bookingServiceRemoveResources(input: $input) { booking { id } ",
    warnings!(),
    " }
}"
);

/// Gives rooms and devices to a line of a draft.
pub const ADD_RESOURCES: &str = concat!(
    "mutation AddResources($input: BookingServiceAddResourcesInput!) {
  bookingServiceAddResources(input: $input) { booking { id } ",
    warnings!(),
    " }
}"
);

/// Completes a draft: it becomes the appointment.
pub const COMPLETE_DRAFT: &str = concat!(
    "mutation CompleteDraft($input: BookingCompleteInput!) {
  bookingComplete(input: $input) {
    booking { id errors { code } }
    bookingAppointments { appointmentId clientId }
    ",
    warnings!(),
    "
  }
}"
);

/// Writes an appointment's notes.
pub const ANNOTATE: &str = "mutation Annotate($input: UpdateAppointmentInput!) {
  updateAppointment(input: $input) { appointment { id } }
}";

/// All documents by name.
pub const ALL: [(&str, &str); 16] = [
    ("whose", WHOSE),
    ("appointment", APPOINTMENT),
    ("appointment_and_history", APPOINTMENT_AND_HISTORY),
    ("appointment_and_notes", APPOINTMENT_AND_NOTES),
    ("block", BLOCK),
    ("appointments", APPOINTMENTS),
    ("appointments_of_client", APPOINTMENTS_OF_CLIENT),
    ("blocks", BLOCKS),
    ("busy", BUSY),
    ("open_draft", OPEN_DRAFT),
    ("set_start", SET_START),
    ("set_staff", SET_STAFF),
    ("remove_resources", REMOVE_RESOURCES),
    ("add_resources", ADD_RESOURCES),
    ("complete_draft", COMPLETE_DRAFT),
    ("annotate", ANNOTATE),
];
