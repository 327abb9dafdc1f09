//! Lengths: each use with its buffers must fit into the hours of the providers, rooms and devices that may serve it.

use std::collections::BTreeSet;

use chrono::Weekday;

use super::{
    hours::WEEK,
    references::known_credentials,
    report::{DAY, Report, entry},
    staffing::may,
    together::fitting,
};
use crate::{
    calendar::local::Weekly,
    ids::CredentialId,
    rulebook::{
        BreakDocument, DemandKind, DutyDocument, ProviderDocument, RulebookDocument, ServiceDocument,
        Variant,
        layout::{Place, Role, longest_run, places, roles},
    },
    time::Minutes,
};

/// Services that fit into the hours of no provider, room or device that may serve them.
pub(super) fn judge(report: &mut Report, document: &RulebookDocument) {
    let lanes = lanes(document);
    let runs: Vec<Option<i32>> = lanes.iter().map(|lane| lane.as_ref().map(Lane::longest)).collect();
    let known = known_credentials(document);
    in_a_row(report, document, &known);
    for (at, service) in document.services.iter().enumerate().filter(|(_, service)| sound(service)) {
        for role in longest(service) {
            let serving = serving(document, service, &role, &known);
            let fit = |(lane, wanted): &(usize, i32)| {
                runs.get(*lane).copied().flatten().is_none_or(|run| *wanted <= run)
            };
            if serving.is_empty() || serving.iter().any(fit) {
                continue;
            }
            let least = serving.iter().map(|(_, wanted)| *wanted).min().unwrap_or(0);
            let most = serving.iter().filter_map(|(lane, _)| runs.get(*lane).copied().flatten()).max();
            let message = format!(
                "`{}` with its buffers needs {least} minutes of `{}`, but the longest hours are {} minutes",
                service.code,
                role.name,
                most.unwrap_or(0)
            );
            let path = entry("service", at).field("buffers").field(word(role.kind));
            report.add(
                path,
                "never_fits",
                message,
                "shorten the service or its buffers, or lengthen the hours",
            );
        }
    }
}

/// Weekdays on which no hours are long enough.
pub(super) fn short_days(report: &mut Report, document: &RulebookDocument) {
    let lanes = lanes(document);
    let runs: Vec<[i32; 7]> =
        lanes.iter().map(|lane| lane.as_ref().map_or([0; 7], |lane| WEEK.map(|day| lane.on(day)))).collect();
    let known = known_credentials(document);
    for (at, service) in document.services.iter().enumerate() {
        for role in longest(service) {
            let serving = serving(document, service, &role, &known);
            let short = (0..).zip(WEEK).filter(|(weekday, _)| {
                let run = |lane: usize| runs.get(lane).and_then(|runs| runs.get(*weekday)).copied();
                let there = serving.iter().filter(|(lane, _)| run(*lane).is_some_and(|run| run > 0));
                let there: Vec<_> = there.collect();
                !there.is_empty() && there.iter().all(|(lane, wanted)| run(*lane) < Some(*wanted))
            });
            let short: Vec<String> = short.map(|(_, day): (usize, _)| day.to_string()).collect();
            if !short.is_empty() {
                let message = format!(
                    "`{}` with its buffers is longer than the hours of `{}` on {}",
                    service.code,
                    role.name,
                    short.join(", ")
                );
                let path = entry("service", at).field("buffers").field(word(role.kind));
                let help = "it can never be booked on those days: shorten the buffers, or lengthen the hours";
                report.add(path, "short_day", message, help);
            }
        }
    }
}

/// The roles with the uses of the client who stays in them the longest: a phase for some clients only makes a use
/// longer, or parts it in two.
fn longest(service: &ServiceDocument) -> Vec<Role<'_>> {
    let minutes = |role: &Role<'_>| role.uses.iter().map(|used| used.minutes).max();
    let [plain, others @ ..] = Variant::ALL.map(|client| roles(service, client));
    others.into_iter().fold(plain, |one, other| {
        let pairs = one.into_iter().zip(other);
        pairs.map(|(one, other)| if minutes(&other) > minutes(&one) { other } else { one }).collect()
    })
}

/// Lengths and buffers that are at fault themselves are judged no further.
fn sound(service: &ServiceDocument) -> bool {
    let buffers = [service.buffers.provider, service.buffers.room, service.buffers.device];
    let mut sides = buffers.iter().flat_map(|buffer| [buffer.before, buffer.after]);
    let phases = || service.phases.iter().map(|phase| phase.minutes);
    let length = |minutes: Minutes| (1..=DAY).contains(&minutes.0);
    let lengths = match service.minutes {
        Some(minutes) if service.phases.is_empty() => length(minutes),
        _ => !service.phases.is_empty() && phases().all(length),
    };
    lengths && sides.all(|side| (0..=DAY).contains(&side.0))
}

/// Lanes that may serve a role, and the minutes that its longest use takes there, buffers included.
fn serving(
    document: &RulebookDocument,
    service: &ServiceDocument,
    role: &Role<'_>,
    known: &BTreeSet<&CredentialId>,
) -> Vec<(usize, i32)> {
    let Some(longest) = role.uses.iter().map(|used| used.minutes.0).max() else { return Vec::new() };
    // Cleaning up that may last past closing needs no hours.
    let overruns = document.padding.cleanup_may_overrun_close.of(role.kind);
    let after = if overruns { 0 } else { role.buffer.after.0 };
    let padded = |minutes: i32| minutes.saturating_add(role.buffer.before.0).saturating_add(after);
    if let Some((need, kind)) = role.need.and_then(|(_, need)| Some((need, need.kind.resource()?))) {
        let first = document.providers.len();
        return fitting(document, need, kind).into_iter().map(|at| (first + at, padded(longest))).collect();
    }
    let sets = role.need.map_or(&service.qualification, |(_, need)| &need.qualification);
    let qualified = document.providers.iter().enumerate().filter(|(_, one)| may(one, sets, known));
    if role.need.is_some() {
        return qualified.map(|(at, _)| (at, padded(longest))).collect();
    }
    qualified.map(|(at, provider)| (at, padded(own_minutes(provider, service).unwrap_or(longest)))).collect()
}

/// A provider's own length of a service.
fn own_minutes(provider: &ProviderDocument, service: &ServiceDocument) -> Option<i32> {
    let named = |code: &str| service.code.as_str() == code || service.aliases.iter().any(|a| a == code);
    let own = provider.minutes.iter().find(|(code, _)| named(code.as_str()));
    own.map(|(_, minutes)| minutes.0).filter(|_| service.phases.is_empty())
}

/// Services longer than any qualified provider may work without a pause.
fn in_a_row(report: &mut Report, document: &RulebookDocument, known: &BTreeSet<&CredentialId>) {
    for (at, service) in document.services.iter().enumerate().filter(|(_, service)| sound(service)) {
        let uses = longest(service).into_iter().filter(|role| role.need.is_none()).flat_map(|role| role.uses);
        let Some(longest) = uses.map(|used| used.minutes.0).max() else { continue };
        let too_long = |provider: &ProviderDocument| {
            let rule = provider.max_in_a_row.filter(|rule| (1..=DAY).contains(&rule.minutes.0));
            rule.is_some_and(|rule| own_minutes(provider, service).unwrap_or(longest) > rule.minutes.0)
        };
        let mut qualified = document
            .providers
            .iter()
            .filter(|provider| may(provider, &service.qualification, known))
            .peekable();
        if qualified.peek().is_some() && qualified.all(too_long) {
            let message = format!(
                "`{}` takes longer than any provider who may deliver it may work without a pause",
                service.code
            );
            let help = "raise `max_in_a_row` for one of these providers, or shorten the service";
            report.add(entry("service", at), "never_in_a_row", message, help);
        }
    }
}

const fn word(kind: DemandKind) -> &'static str {
    match kind {
        DemandKind::Provider => "provider",
        DemandKind::Room => "room",
        DemandKind::Device => "device",
        DemandKind::Supervisor(_) => "supervisor",
    }
}

/// The hours of a provider, room or device.
struct Lane<'a> {
    places: Vec<Place<'a>>,
    breaks: &'a [BreakDocument],
    duties: &'a [DutyDocument],
}

/// In the order of lanes; none where a location is not known.
fn lanes(document: &RulebookDocument) -> Vec<Option<Lane<'_>>> {
    let providers = document.providers.iter().map(|one| (one.breaks.as_slice(), one.duties.as_slice()));
    let resources = document.resources.iter().map(|one| (&[][..], one.duties.as_slice()));
    let lane = |(at, (breaks, duties))| Some(Lane { places: places(document, at)?, breaks, duties });
    providers.chain(resources).enumerate().map(lane).collect()
}

impl Lane<'_> {
    fn longest(&self) -> i32 {
        let at_place = |place: &Place<'_>| {
            let dates: Vec<_> = place.dates.iter().map(|dated| dated.shifts.clone()).collect();
            let none = Weekly::default();
            longest_run(place.week.unwrap_or(&none), &dates, self.breaks, self.duties)
        };
        self.places.iter().map(at_place).max().unwrap_or(0)
    }

    /// On a weekday alone: a night that runs on from the day before is left aside.
    fn on(&self, day: Weekday) -> i32 {
        let at_place = |week: &Weekly| {
            let mut alone = Weekly::default();
            let ranges = Some(week.on(day).to_vec());
            match day {
                Weekday::Mon => alone.mon = ranges,
                Weekday::Tue => alone.tue = ranges,
                Weekday::Wed => alone.wed = ranges,
                Weekday::Thu => alone.thu = ranges,
                Weekday::Fri => alone.fri = ranges,
                Weekday::Sat => alone.sat = ranges,
                Weekday::Sun => alone.sun = ranges,
            }
            longest_run(&alone, &[], self.breaks, self.duties)
        };
        self.places.iter().filter_map(|place| place.week).map(at_place).max().unwrap_or(0)
    }
}
