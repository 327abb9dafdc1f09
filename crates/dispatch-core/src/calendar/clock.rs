//! The clock of a location: local time read off the business days where they allow it, since a look into the tz database
//! costs more than most decisions.

use crate::time::{Minute, Minutes, Span};

use super::{
    PageIndex, PageTable,
    local::{LocalRange, Zone},
};

/// The clock of a location.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LocalClock<'a> {
    pub(crate) zone: Zone,
    /// The business days, if they are those of this zone.
    pub(crate) days: Option<&'a PageTable>,
}

impl LocalClock<'_> {
    /// The span of a local range, of any date, that a minute lies in.
    pub(crate) fn span_at(&self, range: LocalRange, at: Minute) -> Option<Span> {
        let by_days = self.days.and_then(|days| by_days(days, range, at));
        by_days.unwrap_or_else(|| by_zone(self.zone, range, at))
    }
}

/// The answer of the business days; none if the clocks may be changed near that minute, or it lies outside the days.
fn by_days(days: &PageTable, range: LocalRange, at: Minute) -> Option<Option<Span>> {
    let page = days.page(at)?;
    let plain_day = |page| Some(days.span(page)).filter(|day| day.minutes() == Minutes(24 * 60));
    let on_date_of = |day: Span| {
        let after_midnight = |time: u16| day.start.plus(Minutes(time.into()));
        let (from, to) = (after_midnight(range.from.0), after_midnight(range.to.0));
        Span::new(from, if to > from { to } else { to.plus(Minutes(24 * 60)) })
    };
    let today = on_date_of(plain_day(page)?);
    let runs_over =
        |span: Span, next: PageIndex| span.end <= days.span(next).start || plain_day(next).is_some();
    if today.start <= at && at < today.end {
        return runs_over(today, PageIndex(page.0.saturating_add(1))).then_some(Some(today));
    }
    // The range of the date before lasts as long after midnight as today's will after the next.
    if today.end.minus(Minutes(24 * 60)) <= at {
        return Some(None);
    }
    let before = on_date_of(plain_day(PageIndex(page.0.checked_sub(1)?))?);
    Some(Some(before).filter(|span| span.start <= at && at < span.end))
}

/// The answer of the tz database. A range that runs over midnight may have begun on the date before.
fn by_zone(zone: Zone, range: LocalRange, at: Minute) -> Option<Span> {
    let (date, _) = zone.local(at);
    let dates = [date.pred_opt(), Some(date)].into_iter().flatten();
    dates.map(|date| zone.span(date, range)).find(|span| span.start <= at && at < span.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::local::{Edge, LocalTime};

    #[test]
    fn the_days_tell_what_the_zone_tells() {
        let ranges = [(21, 8), (20, 24), (0, 7), (1, 3), (23, 2), (9, 9), (0, 24), (12, 13)];
        for (name, first) in [
            ("America/New_York", "2026-03-05"),
            ("America/New_York", "2026-10-29"),
            ("Asia/Kolkata", "2026-06-01"),
        ] {
            let zone = Zone::named(name).unwrap();
            let date: chrono::NaiveDate = first.parse().unwrap();
            let midnights = date.iter_days().take(8).map(|date| zone.utc(date, LocalTime(0), Edge::Start));
            let days = PageTable::new(midnights.collect());
            let Span { start, end } = days.horizon();
            let clock = LocalClock { zone, days: Some(&days) };
            let mut answered = 0;
            for (from, to) in ranges {
                let range = LocalRange { from: LocalTime(from * 60), to: LocalTime(to * 60) };
                for at in (start.0 - 60..end.0 + 60).map(Minute) {
                    assert_eq!(clock.span_at(range, at), by_zone(zone, range, at), "{name} {range} {at:?}");
                    answered += u32::from(by_days(&days, range, at).is_some());
                }
            }
            assert!(answered > 8 * 5 * 1440, "{answered}");
        }
    }
}
