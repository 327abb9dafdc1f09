//! The mix: what happens at a simulated practice, and how often. A committed TOML file; what it leaves out never happens.

use serde::{Deserialize, Serialize};

macro_rules! shares {
    ($(#[$about:meta])* $name:ident { $($(#[$field_about:meta])* $field:ident,)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name { $($(#[$field_about])* pub $field: u32,)* }

        impl $name {
            fn shares(&self) -> Vec<(&'static str, u32)> {
                vec![$((stringify!($field), self.$field),)*]
            }
        }
    };
}

/// What happens, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mix {
    /// One line about it.
    pub about: String,
    /// The practice and its platform.
    pub practice: Setting,
    /// Of a thousand bookings.
    #[serde(default)]
    pub bookings: Bookings,
    /// Of a thousand clients.
    #[serde(default)]
    pub clients: Clients,
    /// So many to a thousand bookings.
    #[serde(default)]
    pub changes: Changes,
    /// Of a thousand visits.
    #[serde(default)]
    pub visits: Visits,
    /// Of a thousand answers to exceptions.
    #[serde(default)]
    pub answers: Answers,
    /// Of a thousand deliveries, writes or messages.
    #[serde(default)]
    pub faults: Faults,
}

/// The practice and its platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// New bookings a day, 1 to 200.
    pub bookings_a_day: u32,
    /// Days that the rulebook is compiled for, 14 to 120. It rolls every week.
    #[serde(default = "four_weeks")]
    pub horizon_days: u16,
    /// Bookings are made up to so many days ahead, at least 1.
    #[serde(default = "a_week")]
    pub days_ahead: u32,
    /// Appointments from before go-live.
    #[serde(default)]
    pub imported: u32,
    /// True if rooms are ours alone: the platform does not know them.
    #[serde(default)]
    pub rooms_are_ours: bool,
    /// True if `completed` on the platform means paid, which frees nothing.
    #[serde(default)]
    pub completed_is_paid: bool,
    /// Everything that changed is read again every so many hours, 1 to 72.
    #[serde(default = "four_hours")]
    pub poll_hours: u32,
}

const fn four_weeks() -> u16 {
    28
}

const fn a_week() -> u32 {
    7
}

const fn four_hours() -> u32 {
    4
}

shares! {
    /// Of a thousand bookings, so many are of this kind.
    Bookings {
        /// Entered by staff rather than online.
        by_staff,
        /// The client asks for the provider.
        requested,
        /// On a provider who has an appointment at that time.
        double_booked,
        /// On a provider who may not do it, or does not work then.
        wrong_provider,
        /// Without a provider.
        without_provider,
        /// Two services, one after the other.
        two_services,
        /// A request that staff have to accept.
        pending,
        /// For a group.
        grouped,
        /// Of a service that the rulebook does not know.
        unknown_service,
        /// Longer on the platform than on the menu.
        longer,
        /// For today.
        same_day,
        /// Moved by making a new one and cancelling the old.
        by_replacement,
    }
}

shares! {
    /// Of a thousand clients, so many are like this.
    Clients {
        /// A VIP.
        vip,
        /// Never had the exam.
        no_exam,
        /// The platform does not say whether they had it.
        exam_unknown,
        /// Wants to be called rather than written to.
        prefers_call,
        /// Declined e-mail.
        no_email,
        /// Allows SMS.
        sms,
        /// Does not want to see one of the providers.
        avoids,
    }
}

shares! {
    /// So many changes to a thousand bookings.
    Changes {
        /// The client moves an appointment.
        moved,
        /// Staff move it.
        moved_by_staff,
        /// It is cancelled.
        cancelled,
        /// It is put back after it was cancelled.
        reinstated,
        /// Staff give it to another provider.
        swapped,
        /// Its length is changed.
        length,
        /// Its service is changed.
        service,
        /// It is given to another client.
        handed_over,
        /// A pending request is accepted.
        accepted,
        /// An exam is entered.
        exam_entered,
        /// An exam is struck off.
        exam_struck,
        /// A VIP mark is set or taken off.
        vip,
        /// A client avoids a provider, or no longer.
        avoid,
        /// Time off is entered for a provider.
        time_off,
        /// A provider is sick today.
        sick,
        /// A room or device is out of service.
        broken,
        /// A block is shortened.
        block_shortened,
        /// A block is taken away.
        block_lifted,
        /// A calendar cannot be read for a while.
        unreadable,
        /// The rules change.
        rules,
    }
}

shares! {
    /// Of a thousand visits, so many go like this; the others begin and end as booked.
    Visits {
        /// Given to another provider as the client checks in.
        swapped_at_check_in,
        /// Moved a little as the client checks in.
        moved_at_check_in,
        /// Takes longer.
        overrun,
        /// Ends early.
        early,
        /// The client does not come.
        no_show,
        /// A no-show or an end is taken back.
        taken_back,
        /// Nobody touches it on the platform.
        untouched,
    }
}

shares! {
    /// How people answer exceptions, by weight.
    Answers {
        /// The best candidate.
        best,
        /// An alternative, or the second candidate.
        alternative,
        /// The booking is declined.
        decline,
        /// The platform's picture stays.
        keep,
        /// The platform's provider and time, whatever rule they break.
        force,
        /// Nobody answers.
        silence,
        /// Before any answer, somebody takes it in hand; of a thousand.
        claim,
    }
}

shares! {
    /// Of a thousand deliveries, writes or messages, so many fail like this.
    Faults {
        /// A delivery is minutes or hours late.
        late,
        /// A delivery comes twice.
        doubled,
        /// A delivery is lost: a later read finds it.
        lost,
        /// The platform refuses a write.
        write_refused,
        /// A write takes minutes.
        write_slow,
        /// A write is done, and its acknowledgement is lost.
        write_unacknowledged,
        /// A message cannot be delivered.
        message_failed,
        /// So many to a thousand bookings: the service crashes, and starts again from its journal.
        crash,
    }
}

/// A fault of a mix file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MixFault {
    /// It is not TOML, or has a field that is not known or of the wrong type.
    #[error("{0}")]
    Unreadable(String),
    /// A number that is out of range.
    #[error("`{field}` is {is}, and must be {must}")]
    OutOfRange {
        /// The field.
        field: String,
        /// The number given.
        is: u32,
        /// The numbers that it may be.
        must: &'static str,
    },
}

impl Mix {
    /// Reads a mix.
    ///
    /// # Errors
    /// [`MixFault`] that names the field, and for a field that is not known the line too.
    pub fn read(text: &str) -> Result<Self, MixFault> {
        let mix: Self = toml::from_str(text).map_err(|fault| MixFault::Unreadable(fault.to_string()))?;
        mix.validate()?;
        Ok(mix)
    }

    fn validate(&self) -> Result<(), MixFault> {
        let practice = &self.practice;
        let ranges = [
            ("bookings_a_day", practice.bookings_a_day, 1, 200, "1 to 200"),
            ("horizon_days", u32::from(practice.horizon_days), 14, 120, "14 to 120"),
            ("days_ahead", practice.days_ahead, 1, 60, "1 to 60"),
            ("imported", practice.imported, 0, 500, "at most 500"),
            ("poll_hours", practice.poll_hours, 1, 72, "1 to 72"),
        ];
        for (field, is, least, most, must) in ranges {
            if !(least..=most).contains(&is) {
                return Err(MixFault::OutOfRange { field: format!("practice.{field}"), is, must });
            }
        }
        let sections = [
            ("bookings", self.bookings.shares(), 1000, "at most 1000: it is a share of a thousand"),
            ("clients", self.clients.shares(), 1000, "at most 1000: it is a share of a thousand"),
            ("visits", self.visits.shares(), 1000, "at most 1000: it is a share of a thousand"),
            ("faults", self.faults.shares(), 1000, "at most 1000: it is a share of a thousand"),
            ("changes", self.changes.shares(), 5000, "at most 5000, that is five to a booking"),
            ("answers", self.answers.shares(), 1_000_000, "at most 1000000"),
        ];
        for (section, shares, most, must) in sections {
            for (field, is) in shares {
                if is > most {
                    return Err(MixFault::OutOfRange { field: format!("{section}.{field}"), is, must });
                }
            }
        }
        if u32::from(practice.horizon_days) < practice.days_ahead + 14 {
            let (field, is) = ("practice.horizon_days".to_owned(), u32::from(practice.horizon_days));
            return Err(MixFault::OutOfRange { field, is, must: "at least `days_ahead` and two weeks" });
        }
        Ok(())
    }
}

/// The mixes that come with the program: name and text.
pub const MIXES: [(&str, &str); 3] = [
    ("quiet", include_str!("../mixes/quiet.toml")),
    ("friday", include_str!("../mixes/friday.toml")),
    ("chaos", include_str!("../mixes/chaos.toml")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_mixes_can_be_read() {
        for (name, text) in MIXES {
            assert!(Mix::read(text).is_ok(), "{name}: {:?}", Mix::read(text));
        }
    }

    #[test]
    fn faults_name_the_field() {
        let fault = |text: &str| Mix::read(text).unwrap_err().to_string();
        let head = "about = 'x'\n[practice]\nbookings_a_day = ";
        assert_eq!(fault(&format!("{head}0")), "`practice.bookings_a_day` is 0, and must be 1 to 200");
        let share = fault(&format!("{head}5\n[faults]\nlate = 1001"));
        assert_eq!(share, "`faults.late` is 1001, and must be at most 1000: it is a share of a thousand");
        let unknown = fault(&format!("{head}5\n[faults]\nlatte = 1"));
        assert!(unknown.contains("line 5") && unknown.contains("unknown field `latte`"), "{unknown}");
        assert!(fault("about = 'x'").contains("missing field `practice`"));
    }
}
