//! Names and numbers of things. Text ids are the practice's own and are what is stored; indexes are positions in
//! one compiled rulebook and never leave memory.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! text_ids {
    ($($(#[$about:meta])* $name:ident)*) => {$(
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|text| Self(text.into()))
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string" })
            }
        }
    )*};
}

text_ids! {
    /// A practice: one rulebook, one or more locations; the unit of ordering and of sharding.
    PracticeId
    /// One site of a practice.
    LocationId
    /// What a provider may hold, such as `rn` or `filler-certified`.
    CredentialId
    /// What a client must have had before some services, such as a good-faith exam.
    ClearanceId
    /// Staff who treats.
    ProviderId
    /// A room or a device.
    ResourceId
    /// The code of a menu item, such as `INJ-LIP-FILLER`.
    ServiceCode
    /// One connected platform account of the practice.
    ConnectionId
    /// A client, opaque: no name and no contact is ever stored under it.
    ClientId
    /// The platform's own id of an appointment, block, provider or resource.
    PlatformId
}

macro_rules! numbers {
    ($($(#[$about:meta])* $name:ident($inner:ty) $prefix:literal)*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&format!(concat!($prefix, "{}"), self.0))
            }
        }
    )*};
}

numbers! {
    /// A booking: one platform appointment or group. In the engine it is the sequence of the event that first saw
    /// it; an embedder may number as it likes.
    BookingId(u64) "b"
    /// A provider's block or PTO, numbered like bookings.
    BlockId(u64) "k"
    /// One write to a platform.
    WriteId(u64) "w"
    /// One notice to a client.
    NoticeId(u64) "n"
    /// One exception, that is a booking waiting for a person.
    ExceptionId(u64) "x"
}

macro_rules! indexes {
    ($($(#[$about:meta])* $name:ident)*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(pub u16);

        impl $name {
            /// As a position in a list.
            #[must_use]
            pub const fn position(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

indexes! {
    /// Position of a location in its rulebook.
    LocationIndex
    /// Position of a service in its rulebook.
    ServiceIndex
    /// Position of a clearance in its rulebook.
    ClearanceIndex
    /// Position of a provider, room or device among all that can be occupied: providers first, then resources, each in
    /// rulebook order, then the second lanes of providers who supervise from outside the room. Also the row of a
    /// schedule page.
    Lane
}
