//! A request for several services: names looked up, the services as the client gets them, nothing judged yet.

use crate::{
    calendar::Schedule,
    explain::{Note, ReasonCode},
    rulebook::{Rulebook, Service, VisitsDocument},
    time::{Minute, Minutes, Span},
};

use super::{
    super::{
        bounds::Bounds,
        case::{ItemCase, MOST_ITEMS},
        flags::Flags,
        request::{Request, When},
        spacing::OnDate,
    },
    pattern::WaitingPattern,
};

/// A request for several services.
pub(crate) struct Visit<'a> {
    /// The first service by itself: what holds for the whole request is asked of it.
    pub(crate) first: ItemCase<'a>,
    pub(super) items: Vec<ItemCase<'a>>,
    pub(super) rules: VisitsDocument,
    bounds: Bounds,
}

impl<'a> Visit<'a> {
    /// None for a request that is not for several known services, or for too many.
    pub(crate) fn of(rulebook: &'a Rulebook, schedule: &'a Schedule, request: &'a Request) -> Option<Self> {
        if !(2..=MOST_ITEMS).contains(&request.items.len()) {
            return None;
        }
        let items: Option<Vec<_>> =
            request.items.iter().map(|item| ItemCase::for_item(rulebook, schedule, request, item)).collect();
        let items = items?;
        let first = *items.first()?;
        let bounds = items.iter().map(ItemCase::bounds).reduce(Bounds::and)?;
        Some(Self { first, items, rules: rulebook.visits, bounds })
    }

    /// The same at a start: each service as the client gets it on that date, after what they get in those before.
    pub(crate) fn at(&self, start: Minute) -> Self {
        let mut had = Vec::new();
        let items: Vec<_> = self
            .items
            .iter()
            .map(|item| {
                let item = item.after(start, &had);
                had.extend(item.clears_in_it());
                item
            })
            .collect();
        let first = items.first().copied().unwrap_or(self.first);
        Self { first, items, ..*self }
    }

    pub(super) fn request(&self) -> &'a Request {
        self.first.request
    }

    /// From the client's arrival on, by the menu's lengths and without waiting.
    pub(super) fn menu(&self, start: Minute) -> Span {
        let minutes = self.items.iter().fold(0i32, |sum, item| sum.saturating_add(item.minutes().0));
        Span::from_start(start, Minutes(minutes))
    }

    /// Each item with its start if all before take as long as the menu says.
    pub(super) fn menu_starts(&self, start: Minute) -> impl Iterator<Item = (&ItemCase<'a>, Minute)> {
        self.items.iter().scan(start, |next, case| {
            let at = *next;
            *next = at.plus(case.minutes());
            Some((case, at))
        })
    }

    /// Where a start must lie so that the visit lies in the window, and on which grid.
    pub(crate) fn sought(&self) -> (Span, Minutes) {
        match self.request().when {
            When::At(start) => (Span::from_start(start, Minutes(1)), Minutes(1)),
            When::Within { window, grid } => {
                let not_before = self.request().not_before;
                let from = not_before.map_or(window.start, |earliest| earliest.max(window.start));
                let last = window.end.minus(self.menu(window.start).minutes());
                (Span::new(from, last.plus(Minutes(1))), grid)
            }
        }
    }

    /// True if it lies in the window that is asked for, by the menu's lengths.
    pub(super) fn fits(&self, start: Minute) -> bool {
        match self.request().when {
            When::At(_) => true,
            When::Within { window, .. } => self.menu(start).end <= window.end,
        }
    }

    /// The first and the last start to look at.
    pub(crate) fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The reasons why a start cannot be had, whoever treats: those that stand against any of its services then.
    pub(crate) fn ruled_out(&self, start: Minute) -> Flags {
        let mut flags = Flags::default();
        self.items.iter().for_each(|item| flags.add(item.bounds().flags(start)));
        let menu = self.menu(start);
        let elsewhere = self.request().client.busy.iter().any(|busy| busy.overlaps(menu));
        flags.raise_if(elsewhere, ReasonCode::ClientElsewhere);
        flags.add(self.on_date(start).flags());
        flags
    }

    /// One note for each rule about days between services that a start breaks.
    pub(super) fn spacing_notes(&self, start: Minute, into: &mut Vec<Note>) {
        self.on_date(start).notes(into);
    }

    fn on_date(&self, start: Minute) -> OnDate<'a, impl Iterator<Item = &'a Service> + Clone> {
        OnDate::of(&self.first.context, self.items.iter().map(|item| item.service), start)
    }

    /// True if the client can stay until then: open, and not due elsewhere, unless that holds of the menu's lengths too.
    pub(super) fn client_can_stay(&self, start: Minute, end: Minute, until_closing: bool) -> bool {
        let (visit, menu) = (Span::new(start, end), self.menu(start));
        (!until_closing || self.first.is_open(visit))
            && self.request().client.busy.iter().all(|busy| !busy.overlaps(visit) || busy.overlaps(menu))
    }

    /// Every waiting pattern, the shortest waiting first.
    pub(super) fn patterns(
        &self,
        start: Minute,
        until_closing: bool,
        keep: &[bool],
    ) -> impl Iterator<Item = WaitingPattern> {
        WaitingPattern::all(self.items.len(), self.rules, start, until_closing, keep)
    }
}
