//! The rules once more, straight from the document, minute by minute and with nested loops. It shares no code with
//! the solver and takes no care of speed: it is there to be read, and to be compared with.

mod added;
mod clearance;
mod clock;
mod hours;
mod menu;
mod overrun;
mod ranking;
mod spacing;
mod supervision;
mod unreadable;
mod visit;

use std::collections::BTreeSet;

use dispatch_core::{
    Block, BookingId, CredentialId, Horizon, Lane, Minute, Minutes, Occupancy, Origin, Padding, ReasonCode,
    Request, RequestItem, ResourceKind, RulebookDocument, ServiceDocument, Span, TiePolicy, VipPolicy, When,
    Wish,
};

use clearance::Standing;
use clock::Clock;
use menu::{Role, Whom};
use supervision::Supervisor;

/// What the reference decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceOutcome {
    /// The start that was judged; none if the request cannot be judged at all.
    pub start: Option<Minute>,
    /// Why a person decides, in the registry's order; empty if it is assigned.
    pub flags: Vec<ReasonCode>,
    /// Everybody who could take it at that start, in rulebook order.
    pub able: Vec<ReferenceCandidate>,
    /// Who takes it, if no flag is raised.
    pub winner: Option<Lane>,
    /// For a request for several services: who could take each of them, with everybody chosen for those before.
    pub able_for_items: Vec<Vec<Lane>>,
}

/// A provider who could take the booking, with the rooms and devices that would go with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceCandidate {
    /// The provider.
    pub provider: Lane,
    /// The provider, then rooms, then devices, in the order of the service's needs.
    pub lanes: Vec<Lane>,
    /// All that they would take up.
    pub occupancies: Vec<Occupancy>,
}

/// Decides one booking over a schedule given as plain lists.
#[must_use]
pub fn decide(
    document: &RulebookDocument,
    horizon: Horizon,
    occupancies: &[Occupancy],
    blocks: &[Block],
    unreadable: &[Lane],
    request: &Request,
) -> ReferenceOutcome {
    let flagged = |reason| ReferenceOutcome { flags: vec![reason], ..ReferenceOutcome::default() };
    if request.items.len() > 6 {
        return flagged(ReasonCode::SeveralServices);
    }
    let zone = document.locations.first().map_or("UTC", |location| location.time_zone.as_str());
    let clock = Clock::new(zone, horizon);
    let hours = hours::Hours::new(document, horizon);
    // What the booking itself holds already does not stand in its way.
    let others: Vec<_> = occupancies.iter().filter(|other| other.booking != request.booking).collect();
    let mut menu = Vec::new();
    for item in &request.items {
        let Some(service) = document.services.get(item.service.position()) else {
            return flagged(ReasonCode::UnknownService);
        };
        let whom = |uncleared| Whom { new: request.client.new, uncleared };
        menu.push([false, true].map(|uncleared| added::service(service, item, whom(uncleared))));
    }
    let mut cases = Vec::new();
    for (item, as_given) in request.items.iter().zip(&menu) {
        let (clock, hours, others) = (&clock, &hours, &others);
        let whom = Whom { new: request.client.new, uncleared: false };
        let service = &as_given[0];
        let roles = menu::roles(document, service, whom);
        let supervisor = supervision::supervisor(document, service, whom);
        let standing = Standing::Cleared;
        cases.push(Case {
            document,
            clock,
            hours,
            others,
            blocks,
            unreadable,
            request,
            item,
            as_given,
            service,
            whom,
            roles,
            supervisor,
            standing,
        });
    }
    match (cases.as_slice(), request.when) {
        ([], _) => flagged(ReasonCode::UnknownService),
        ([case], When::At(start)) => case.on_the_day(start.0, &[]).judge(start.0),
        ([case], When::Within { window, grid }) => case.earliest(window, grid.0.max(1)),
        (several, _) => visit::decide(several),
    }
}

/// One request with all that it is judged by.
struct Case<'a> {
    document: &'a RulebookDocument,
    clock: &'a Clock,
    hours: &'a hours::Hours,
    others: &'a [&'a Occupancy],
    blocks: &'a [Block],
    /// Whose calendar cannot be read.
    unreadable: &'a [Lane],
    request: &'a Request,
    item: &'a RequestItem,
    /// To clients who lack no clearance, and to those who do.
    as_given: &'a [ServiceDocument; 2],
    service: &'a ServiceDocument,
    /// As of the day of a start.
    whom: Whom,
    standing: Standing,
    /// The provider's first.
    roles: Vec<Role>,
    /// Who supervises, beside those.
    supervisor: Option<Supervisor>,
}

impl Case<'_> {
    /// The first start of the window that works. Starts lie on the grid counted from local midnight, and the service
    /// ends in the window. If none works: the first start, with what kept all of them.
    fn earliest(&self, window: Span, grid: i32) -> ReferenceOutcome {
        let from = self.request.not_before.map_or(window.start, |not_before| not_before.max(window.start)).0;
        let (begin, end) = self.clock.horizon();
        let on_grid = |start: &i32| (start - self.clock.midnight(self.clock.day(*start))) % grid == 0;
        let fits = |start: &i32| start + self.on_the_day(*start, &[]).minutes() <= window.end.0;
        let starts: Vec<i32> =
            (from.max(begin)..(window.end.0 + 1).min(end)).filter(on_grid).filter(fits).collect();
        let mut raised = BTreeSet::new();
        let (mut first, mut outside) = (None, None);
        for start in &starts {
            let case = self.on_the_day(*start, &[]);
            let barred = case.barred(*start);
            if !barred.is_empty() {
                outside = outside.or(Some(*start));
                raised.extend(barred);
                continue;
            }
            first = first.or(Some(*start));
            let outcome = case.judge(*start);
            let wanted =
                |able: &ReferenceCandidate| self.item.requested.is_none_or(|lane| lane == able.provider);
            if !outcome.flags.contains(&ReasonCode::OutsideOpening) && outcome.able.iter().any(wanted) {
                return outcome;
            }
            raised.extend(outcome.flags);
        }
        let start = first.or(outside).unwrap_or(from);
        let mut outcome = self.on_the_day(start, &[]).judge(start);
        raised.extend(std::mem::take(&mut outcome.flags));
        if raised.is_empty() {
            raised.insert(ReasonCode::NobodyFree);
        }
        ReferenceOutcome { flags: in_order(&raised), winner: None, ..outcome }
    }

    /// The menu's length for this client.
    fn minutes(&self) -> i32 {
        menu::minutes(self.service, self.whom)
    }

    /// One start.
    fn judge(&self, start: i32) -> ReferenceOutcome {
        let mut flags = BTreeSet::new();
        let visit = (start, start + self.minutes());
        let (first, end) = self.clock.horizon();
        if visit.0 < first || visit.1 > end {
            let flags = vec![ReasonCode::OutsideHorizon];
            return ReferenceOutcome { start: Some(Minute(start)), flags, ..ReferenceOutcome::default() };
        }
        let is_open = self.hours.open(self.clock, self.request.location, visit);
        if !is_open {
            flags.insert(ReasonCode::OutsideOpening);
        }
        flags.extend(self.barred(start));
        if self.request.group {
            flags.insert(ReasonCode::Grouped);
        }
        let price = self.service.price.unwrap_or(0);
        if self.document.exceptions.high_value.is_some_and(|limit| price >= limit) {
            flags.insert(ReasonCode::HighValue);
        }
        flags.extend(self.clearance_flag());
        flags.extend(spacing::unknown(&[self]).then_some(ReasonCode::HistoryUnknown));
        let sets = &self.service.qualification;
        let qualified: Vec<Lane> =
            self.providers().filter(|lane| self.qualified(*lane, sets, start)).collect();
        let free: Vec<Lane> =
            qualified.iter().copied().filter(|lane| self.provider_free(*lane, start, is_open)).collect();
        let (refused, free): (Vec<Lane>, Vec<Lane>) = free.into_iter().partition(|lane| self.refused(*lane));
        let able: Vec<ReferenceCandidate> =
            free.iter().filter_map(|lane| self.with_resources(*lane, start)).collect();
        if qualified.is_empty() {
            flags.insert(ReasonCode::NobodyQualified);
        } else if free.is_empty() && refused.is_empty() {
            flags.insert(ReasonCode::NobodyFree);
        } else if free.is_empty() {
            flags.insert(ReasonCode::WishesUnmet);
        } else if able.is_empty() {
            let people = |role: &Role| role.qualification.is_some();
            let nobody = |lane: &Lane| self.combinations(*lane, start, people).is_empty();
            let nothing = |lane: &Lane| self.combinations(*lane, start, |role| !people(role)).is_empty();
            if free.iter().any(nobody) {
                flags.insert(ReasonCode::NoFurtherProvider);
            }
            // Beside the people, or at all where those cannot be had.
            let unsupervised = |lane: &Lane| {
                let mut teams = self.combinations(*lane, start, people);
                if teams.is_empty() {
                    teams.push(Vec::new());
                }
                teams.iter().all(|team| {
                    let team = [&[*lane], team.as_slice()].concat();
                    self.supervisors(&team, start).is_some_and(|found| found.is_empty())
                })
            };
            if free.iter().any(unsupervised) {
                flags.insert(ReasonCode::NoSupervisor);
            }
            if free.iter().any(nothing) {
                flags.insert(ReasonCode::NoResource);
            }
        }
        flags.extend(self.unread(start, &able));
        let mut left: Vec<Lane> = able.iter().map(|able| able.provider).collect();
        let requested = self.item.requested.filter(|requested| left.contains(requested));
        match requested {
            Some(requested) => left = vec![requested],
            None if self.item.requested.is_some() => _ = flags.insert(ReasonCode::RequestedUnavailable),
            None => {}
        }
        let left = self.best(left, start);
        if left.len() > 1 && self.document.ranking.ties == TiePolicy::ToPerson {
            flags.insert(ReasonCode::Tie);
        }
        let a_person_decides = match self.document.vip {
            VipPolicy::Always => true,
            VipPolicy::OnRequest => self.item.requested.is_some(),
            VipPolicy::AutoIfRequestedFree => requested.is_none(),
        };
        if self.request.client.vip && a_person_decides {
            flags.insert(ReasonCode::Vip);
        }
        let winner = left.first().copied().filter(|_| flags.is_empty());
        let flags = in_order(&flags);
        ReferenceOutcome { start: Some(Minute(start)), flags, able, winner, able_for_items: Vec::new() }
    }

    /// True if the client does not want to see a provider, or insists on what they are not.
    fn refused(&self, lane: Lane) -> bool {
        self.request.client.avoid.contains(&lane)
            || self.unmet(lane, |wish| matches!(wish, Wish::Must(_))) > 0
    }

    /// How many of the client's wishes of that sort a provider does not meet.
    fn unmet(&self, lane: Lane, counts: impl Fn(&Wish) -> bool) -> usize {
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

    /// What stands against a start whoever takes it: the client's other bookings, the lead time, counted in minutes,
    /// and the furthest date.
    fn barred(&self, start: i32) -> Vec<ReasonCode> {
        let mut barred = Vec::new();
        let visit = span((start, start + self.minutes()));
        if self.request.client.busy.iter().any(|busy| busy.overlaps(visit)) {
            barred.push(ReasonCode::ClientElsewhere);
        }
        barred.extend(spacing::broken(&[self], start));
        let Some(now) = self.request.now else { return barred };
        if self.service.lead_minutes.is_some_and(|lead| start - now.0 < lead.0) {
            barred.push(ReasonCode::LeadTime);
        }
        let ahead = self.clock.day(start) - self.clock.day(now.0);
        if self.service.furthest_days.is_some_and(|days| ahead > i32::from(days)) {
            barred.push(ReasonCode::TooFarAhead);
        }
        barred
    }

    /// The providers of the location.
    fn providers(&self) -> impl Iterator<Item = Lane> {
        let at = self.request.location;
        (0..).map(Lane).take(self.document.providers.len()).filter(move |lane| self.hours.works_at(*lane, at))
    }

    /// On the local date of the start: any of the sets, each held completely.
    fn qualified(&self, lane: Lane, sets: &[Vec<CredentialId>], start: i32) -> bool {
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

    fn provider_free(&self, lane: Lane, start: i32, is_open: bool) -> bool {
        let own = self.own_minutes(lane);
        let occupancies = self.take_up(&self.roles[0], lane, own, start);
        // A provider who takes longer than the menu says must be done before closing too.
        let visit = (start, start + own.unwrap_or(self.minutes()));
        let busy = &self.request.client.busy;
        let menu = span((start, start + self.minutes()));
        // A client who must leave before they are done cannot stay; one who cannot come at all is another matter.
        let runs_into = busy.iter().any(|busy| busy.overlaps(span(visit)) && !busy.overlaps(menu));
        !runs_into
            && (!is_open || self.hours.open(self.clock, self.request.location, visit))
            && self.person_free(lane, &occupancies)
    }

    fn person_free(&self, lane: Lane, occupancies: &[Occupancy]) -> bool {
        self.free(occupancies)
            && self.below_cap(lane, occupancies)
            && self.breaks_kept(lane, occupancies)
            && self.pauses_kept(lane, occupancies)
    }

    /// Everybody and everything for the roles after the first one's, in every combination that is free, in the order
    /// of their candidates: nobody and nothing is used twice, and a device that stands in a room goes with that room.
    fn combinations(&self, provider: Lane, start: i32, wanted: impl Fn(&Role) -> bool) -> Vec<Vec<Lane>> {
        let own = self.own_minutes(provider);
        let roles: Vec<&Role> = self.roles[1..].iter().filter(|role| wanted(role)).collect();
        let mut combinations = vec![Vec::new()];
        for role in &roles {
            let free = role.candidates.iter().copied().filter(|lane| {
                let occupancies = self.take_up(role, *lane, own, start);
                *lane != provider
                    && !self.request.client.avoid.contains(lane)
                    && self.hours.works_at(*lane, self.request.location)
                    && match &role.qualification {
                        Some(sets) => {
                            self.qualified(*lane, sets, start) && self.person_free(*lane, &occupancies)
                        }
                        None => self.free(&occupancies),
                    }
            });
            let free: Vec<Lane> = free.collect();
            let with = |lanes: &Vec<Lane>| {
                let listed = |lane: &Lane| role.candidates.iter().position(|candidate| candidate == lane);
                let after = lanes.last().filter(|_| role.again > 0).and_then(listed);
                let others = free.iter().filter(|lane| !lanes.contains(lane) && listed(lane) > after);
                others.map(|lane| [lanes.as_slice(), &[*lane]].concat()).collect::<Vec<_>>()
            };
            combinations = combinations.iter().flat_map(with).collect();
        }
        combinations.retain(|lanes| self.in_their_rooms(&roles, lanes));
        combinations
    }

    /// The first combination for a provider.
    fn with_resources(&self, provider: Lane, start: i32) -> Option<ReferenceCandidate> {
        let own = self.own_minutes(provider);
        let lanes = self.combinations(provider, start, |_| true).into_iter().find_map(|others| {
            let lanes = [vec![provider], others].concat();
            match self.supervisors(&lanes, start) {
                None => Some(lanes),
                Some(found) => Some([lanes, vec![*found.first()?]].concat()),
            }
        })?;
        let supervisor = self.supervisor.iter().map(|supervisor| &supervisor.role);
        let occupancies = self
            .roles
            .iter()
            .chain(supervisor)
            .zip(&lanes)
            .flat_map(|(role, lane)| self.take_up(role, *lane, own, start))
            .collect();
        Some(ReferenceCandidate { provider, lanes, occupancies })
    }

    /// A device that stands in a room is used while that room is.
    fn in_their_rooms(&self, roles: &[&Role], lanes: &[Lane]) -> bool {
        let roles = || roles.iter().zip(lanes);
        roles().all(|(device, lane)| {
            let Some(room) = menu::fixed_in(self.document, *lane) else { return true };
            let Some((room, _)) = roles().find(|(_, lane)| **lane == room) else { return false };
            device.uses.iter().all(|used| room.uses.iter().any(|held| held.covers(used)))
        })
    }

    /// What a lane in a role is used for, each contiguous use with its padding.
    fn take_up(&self, role: &Role, lane: Lane, own: Option<i32>, start: i32) -> Vec<Occupancy> {
        let occupancy = |used: &menu::Use| {
            let from = Minute(start + used.offset);
            Occupancy {
                lane,
                booking: self.request.booking,
                item: 0,
                phase: used.phase,
                service: Some(self.item.service.0),
                used: Span::from_start(from, Minutes(own.unwrap_or(used.minutes))),
                before: role.buffer.before,
                after: role.buffer.after,
                origin: Origin::Ours,
            }
        };
        role.uses.iter().map(occupancy).collect()
    }

    /// There for every minute, padding included; under no block; far enough from every other booking.
    fn free(&self, occupancies: &[Occupancy]) -> bool {
        let (first, end) = self.clock.horizon();
        occupancies.iter().all(|own| {
            let padded = own.padded();
            let lies_on = |lane| lane == own.lane || lane == self.whose(own.lane);
            let blocked = self.blocks.iter().any(|block| lies_on(block.lane) && block.span.overlaps(padded));
            let inside = first <= padded.start.0 && padded.end.0 <= end;
            let there = inside
                && match supervision::person(self.document, own.lane) {
                    Some(person) => self.at_hand(person, own),
                    None => (padded.start.0..padded.end.0).all(|minute| {
                        self.hours.there(self.clock, own.lane, self.request.location, minute)
                            || self.may_clean_up(own, minute)
                    }),
                };
            let mut others = self.others.iter().filter(|other| other.lane == own.lane);
            there
                && !blocked
                && !self.unreadable.contains(&self.whose(own.lane))
                && if self.holds(own.lane) > 1 {
                    self.room_for_one_more(own)
                } else {
                    others.all(|other| self.far_enough(own, other))
                }
        })
    }

    fn holds(&self, lane: Lane) -> u16 {
        if let Some(person) = supervision::person(self.document, lane) {
            return self.document.providers[person].supervises.as_ref().map_or(1, |rule| rule.at_once);
        }
        let resource = lane.position().checked_sub(self.document.providers.len());
        resource.and_then(|at| self.document.resources.get(at)).map_or(1, |resource| resource.holds)
    }

    /// At every minute, buffers included, fewer other bookings lie there than it holds.
    fn room_for_one_more(&self, own: &Occupancy) -> bool {
        let padded = own.padded();
        (padded.start.0..padded.end.0).all(|minute| {
            let minute = span((minute, minute + 1));
            let there =
                self.others.iter().filter(|other| other.lane == own.lane && other.padded().overlaps(minute));
            let bookings: BTreeSet<BookingId> = there.map(|other| other.booking).collect();
            bookings.len() < usize::from(self.holds(own.lane))
        })
    }

    /// `exclusive`: a gap of at least after + before; `shared`: of at least the larger.
    fn far_enough(&self, one: &Occupancy, other: &Occupancy) -> bool {
        let padding = &self.document.padding;
        let rule = match self
            .document
            .resources
            .get(one.lane.position().wrapping_sub(self.document.providers.len()))
        {
            None if supervision::person(self.document, one.lane).is_some() => Padding::Exclusive,
            None => padding.provider,
            Some(resource) if resource.kind == ResourceKind::Room => padding.room,
            Some(_) => padding.device,
        };
        let (earlier, later) = if one.used.start <= other.used.start { (one, other) } else { (other, one) };
        let gap = later.used.start.0 - earlier.used.end.0;
        gap >= match rule {
            Padding::Exclusive => earlier.after.0 + later.before.0,
            Padding::Shared => earlier.after.0.max(later.before.0),
        }
    }

    /// On every local day that it touches there are fewer other bookings than allowed.
    fn below_cap(&self, lane: Lane, occupancies: &[Occupancy]) -> bool {
        let most = self.document.providers[lane.position()].max_appointments_a_day.map(usize::from);
        most.is_none_or(|most| {
            self.days_of(occupancies).iter().all(|day| self.appointments(lane, *day) < most)
        })
    }

    /// Distinct other bookings that a lane has on a local day.
    fn appointments(&self, lane: Lane, day: i32) -> usize {
        let day = span((self.clock.midnight(day), self.clock.midnight(day + 1)));
        let of_day = self.others.iter().filter(|other| other.lane == lane && other.padded().overlaps(day));
        of_day.map(|other| other.booking).collect::<BTreeSet<BookingId>>().len()
    }

    /// On every local day that it touches, each floating break that the shift has room for still finds a gap.
    fn breaks_kept(&self, lane: Lane, occupancies: &[Occupancy]) -> bool {
        self.days_of(occupancies).into_iter().all(|day| {
            self.hours.floating(self.document, self.clock, lane, day).into_iter().all(|(minutes, window)| {
                let there = |minute: i32| self.hours.anywhere(self.clock, lane, minute);
                let taken = |minute: i32| {
                    let minute = span((minute, minute + 1));
                    let others = self.others.iter().copied().filter(|other| other.lane == lane);
                    others.chain(occupancies).any(|other| other.padded().overlaps(minute))
                        || self.blocks.iter().any(|block| block.lane == lane && block.span.overlaps(minute))
                };
                !hours::some_gap(window, minutes, there)
                    || hours::some_gap(window, minutes, |minute| there(minute) && !taken(minute))
            })
        })
    }

    /// No run that it is part of is too long: minutes in which they treat, with no pause between.
    fn pauses_kept(&self, lane: Lane, occupancies: &[Occupancy]) -> bool {
        let Some(rule) = self.document.providers[lane.position()].max_in_a_row else { return true };
        let (first, end) = self.clock.horizon();
        let of_lane: Vec<&Occupancy> =
            self.others.iter().copied().filter(|other| other.lane == lane).chain(occupancies).collect();
        let treats = |minute: i32| of_lane.iter().any(|own| own.used.overlaps(span((minute, minute + 1))));
        let treats: Vec<bool> = (first..end).map(treats).collect();
        let near = |minute: i32, step: i32| {
            // The nearest minute in which they treat that is less than a pause away.
            (1..=rule.pause.0).map(|away| minute + step * away).find(|minute| {
                usize::try_from(minute - first).is_ok_and(|at| treats.get(at).copied().unwrap_or(false))
            })
        };
        occupancies.iter().all(|own| {
            let (mut from, mut last) = (own.used.start.0, own.used.end.0 - 1);
            while let Some(earlier) = near(from, -1) {
                from = earlier;
            }
            while let Some(later) = near(last, 1) {
                last = later;
            }
            last + 1 - from <= rule.minutes.0
        })
    }

    fn days_of(&self, occupancies: &[Occupancy]) -> BTreeSet<i32> {
        let minutes = occupancies.iter().flat_map(|own| own.padded().start.0..own.padded().end.0);
        minutes.map(|minute| self.clock.day(minute)).collect()
    }
}

fn span((from, to): (i32, i32)) -> Span {
    Span::new(Minute(from), Minute(to))
}

fn in_order(flags: &BTreeSet<ReasonCode>) -> Vec<ReasonCode> {
    ReasonCode::ALL.iter().copied().filter(|reason| flags.contains(reason)).collect()
}
