//! One request of the reference with all that it is judged by.

use dispatch_core::{
    Block, CredentialId, Lane, Occupancy, Request, RequestItem, RulebookDocument, ServiceDocument, Wish,
};

use super::{
    clock::{self, Clock},
    hours::Hours,
    menu::{self, Role, Whom},
    supervisor::Supervisor,
};

/// One request with all that it is judged by.
pub(super) struct ReferenceCase<'a> {
    pub(super) document: &'a RulebookDocument,
    pub(super) clock: &'a Clock,
    pub(super) hours: &'a Hours,
    pub(super) others: &'a [&'a Occupancy],
    pub(super) blocks: &'a [Block],
    /// Whose calendar cannot be read.
    pub(super) unreadable: &'a [Lane],
    pub(super) request: &'a Request,
    pub(super) item: &'a RequestItem,
    /// To clients who lack no clearance, and to those who do.
    pub(super) as_given: &'a [ServiceDocument; 2],
    pub(super) service: &'a ServiceDocument,
    /// As of the day of a start.
    pub(super) whom: Whom,
    pub(super) standing: Standing,
    /// The provider's first.
    pub(super) roles: Vec<Role>,
    /// Who supervises, beside those.
    pub(super) supervisor: Option<Supervisor>,
}

/// What a client is for a service.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Cleared,
    Uncleared,
    Unknown,
}

impl ReferenceCase<'_> {
    /// The menu's length for this client.
    pub(super) fn minutes(&self) -> i32 {
        menu::minutes(self.service, self.whom)
    }

    /// The providers of the location.
    pub(super) fn providers(&self) -> impl Iterator<Item = Lane> {
        let at = self.request.location;
        (0..).map(Lane).take(self.document.providers.len()).filter(move |lane| self.hours.works_at(*lane, at))
    }

    /// On the local date of the start: any of the sets, each held completely.
    pub(super) fn qualified(&self, lane: Lane, sets: &[Vec<CredentialId>], start: i32) -> bool {
        let date = clock::date(self.clock.day(start));
        let held: Vec<_> = self.document.providers[lane.position()]
            .credentials
            .iter()
            .filter(|held| held.from.is_none_or(|from| from <= date))
            .filter(|held| held.until.is_none_or(|until| date <= until))
            .map(|held| &held.id)
            .collect();
        sets.is_empty() || sets.iter().any(|set| set.iter().all(|wanted| held.contains(&wanted)))
    }

    /// True if the client does not want to see a provider, or insists on what they are not.
    pub(super) fn refused(&self, lane: Lane) -> bool {
        self.request.client.avoid.contains(&lane)
            || self.unmet(lane, |wish| matches!(wish, Wish::Must(_))) > 0
    }

    /// How many of the client's wishes of that sort a provider does not meet.
    pub(super) fn unmet(&self, lane: Lane, counts: impl Fn(&Wish) -> bool) -> usize {
        let provider = &self.document.providers[lane.position()];
        let genders: Vec<String> = provider.gender.iter().cloned().collect();
        let asked =
            [(&self.request.client.gender, &genders), (&self.request.client.language, &provider.languages)];
        let unmet = asked.into_iter().filter(|(wish, has)| {
            wish.as_ref().filter(|wish| counts(wish)).is_some_and(
                |(Wish::Must(word) | Wish::Prefer(word))| {
                    !has.iter().any(|has| has.to_lowercase() == word.to_lowercase())
                },
            )
        });
        unmet.count()
    }
}
