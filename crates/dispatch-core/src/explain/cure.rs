//! Cures: what settles a reason for which a person is asked.

use super::ReasonCode;

/// Something that settles a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cure {
    /// Another provider.
    Provider,
    /// Another time.
    Time,
    /// Another room or device.
    Room,
    /// A fact that is entered or mended: on the platform, in the rulebook, or in another booking.
    Fact,
    /// A person's word: they have looked at it and decide, or have done what was asked.
    Word,
}

impl Cure {
    /// As the page of reasons names it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Provider => "another provider",
            Self::Time => "another time",
            Self::Room => "another room or device",
            Self::Fact => "a fact",
            Self::Word => "a person's word",
        }
    }
}

impl ReasonCode {
    /// What settles a reason for which a person is asked; nothing for any other reason.
    #[must_use]
    pub const fn settled_by(self) -> &'static [Cure] {
        use Cure::{Fact, Provider, Room, Time, Word};
        match self {
            Self::Tie | Self::Vip => &[Provider, Word],
            Self::NobodyQualified => &[Time, Fact],
            Self::NobodyFree | Self::NoSupervisor | Self::NoFurtherProvider => &[Provider, Time],
            Self::NoResource => &[Time, Room],
            Self::RequestedUnavailable | Self::CalendarUnreadable => &[Provider, Time, Word],
            Self::WishesUnmet => &[Provider, Time, Word],
            Self::OutsideOpening => &[Time, Word],
            Self::PlatformConflict | Self::Displaced | Self::ManualOverride => &[Provider, Time, Room, Word],
            Self::UnknownService
            | Self::UnknownProvider
            | Self::UnknownLocation
            | Self::UnknownResource
            | Self::UnknownStatus
            | Self::UnknownAddOn
            | Self::WriteRefused
            | Self::WriteUnacknowledged
            | Self::LengthDiffers
            | Self::LocalTimeUnclear => &[Fact, Word],
            // The platform shows another provider than may treat, and only the desk can set it.
            Self::DeskTask => &[Provider, Fact, Word],
            Self::OutsideHorizon => &[Time, Fact, Word],
            Self::Grouped | Self::HighValue | Self::InHand => &[Word],
            Self::SeveralServices | Self::LeadTime | Self::TooFarAhead => &[Time, Word],
            Self::PrefersCall | Self::MessageFailed | Self::NotTold => &[Word],
            Self::ClearanceMissing | Self::ClearanceUnknown | Self::HistoryUnknown => &[Fact, Word],
            Self::AddOnNotAllowed => &[Fact, Word],
            Self::ClientElsewhere | Self::TooClose | Self::TooLateInSeries => &[Time, Fact, Word],
            _ => &[],
        }
    }

    /// True if a booking with this flag may wait for time of a provider, room or device.
    pub(crate) const fn waits_for_time(self) -> bool {
        matches!(
            self,
            Self::NobodyFree
                | Self::NoResource
                | Self::RequestedUnavailable
                | Self::PlatformConflict
                | Self::ManualOverride
                | Self::Displaced
                | Self::DeskTask
                | Self::NoFurtherProvider
                | Self::NoSupervisor
                | Self::WishesUnmet
                | Self::CalendarUnreadable
                | Self::ClientElsewhere
                | Self::SeveralServices
                | Self::InHand
        )
    }

    /// True if the rulebook may answer in a person's place once the deadline has passed: another provider or room would
    /// settle it, or nothing but a person's wish to decide it. A client whose exam is missing is not one of them.
    pub(crate) fn may_be_answered_by_rule(self) -> bool {
        let by_choice = [Cure::Provider, Cure::Room];
        self == Self::HighValue || self.settled_by().iter().any(|cure| by_choice.contains(cure))
    }

    /// True if a person is to call the client.
    pub(crate) const fn asks_for_a_call(self) -> bool {
        matches!(self, Self::PrefersCall | Self::MessageFailed | Self::NotTold)
    }

    /// True if a message that is not sent for this reason leaves its client not told.
    pub(crate) const fn leaves_client_untold(self) -> bool {
        matches!(self, Self::QuietHours | Self::NoConsent)
    }

    /// True if a booking with this flag may wait for another booking of its client.
    pub(crate) const fn waits_for_client(self) -> bool {
        self.waits_for_time() || matches!(self, Self::TooClose | Self::TooLateInSeries | Self::HistoryUnknown)
    }
}
