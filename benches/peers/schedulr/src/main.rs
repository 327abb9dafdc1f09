//! Answers the job `place` of an instance with the `schedulr` crate's live checks, one a candidate, and compares the answers.
//!
//!     target/release/dispatch bench instance FILE --job place --json >ours.json
//!     cargo run --release --manifest-path benches/peers/schedulr/Cargo.toml FILE ours.json
//!
//! Every provider, room and device is a resource of capacity 1; what stands on one is an activity with its padding. A candidate can
//! be had if the state has no conflict to report for it. Candidates are tried in the order of the lists, the one wished for
//! first, so that the first that can be had is the answer. Exits with 1 if any answer differs.

use std::{collections::BTreeMap, env, fs, process::ExitCode, time::Instant};

use dispatch_bench::{Booking, Instance, PlaceAnswer, PlaceChoice, Standing, Wanted};
use schedulr::{
    ActivityId, ProposedActivity, Resource, ResourceId, ResourceRequirement, SchedulingState, TimeWindow,
};

const DAY: i64 = 24 * 60;

/// Who may serve in one role, best first, and the minutes kept free around it.
struct Role<'b> {
    any_of: Vec<&'b str>,
    before: u16,
    after: u16,
}

struct Plan<'i> {
    instance: &'i Instance,
    ids: BTreeMap<&'i str, ResourceId>,
    fixed_in: BTreeMap<&'i str, &'i str>,
    state: SchedulingState,
}

impl<'i> Plan<'i> {
    fn of(instance: &'i Instance) -> Self {
        let providers = instance.providers.iter().map(|one| one.id.as_str());
        let rooms = instance.rooms.iter().map(|one| one.id.as_str());
        let devices = instance.devices.iter().map(|one| one.id.as_str());
        let ids: BTreeMap<_, _> = providers.chain(rooms).chain(devices).zip((1..).map(ResourceId)).collect();
        let fixed =
            instance.devices.iter().filter_map(|one| Some((one.id.as_str(), one.fixed_in.as_deref()?)));
        let resources = ids.iter().map(|(name, id)| Resource::new(*id, *name, 1));
        let state = SchedulingState::new(resources, [], []);
        let mut plan = Self { instance, fixed_in: fixed.collect(), state, ids };
        for provider in &instance.providers {
            for (day, [from, to]) in
                (0..instance.days).flat_map(|day| provider.breaks.iter().map(move |it| (day, *it)))
            {
                let pause = plan.proposal(&provider.id, day, from.into(), to.into());
                plan.state.commit(pause).expect("a break");
            }
        }
        plan
    }

    fn proposal(&self, name: &str, day: u16, from: i64, to: i64) -> ProposedActivity {
        let start = i64::from(day) * DAY;
        ProposedActivity::new("", TimeWindow::new(start + from, start + to))
            .with_requirement(ResourceRequirement::new(self.ids[name], 1))
    }

    fn wanted(&self, name: &str, role: &Role<'_>, day: u16, start: u16, minutes: u16) -> ProposedActivity {
        let from = i64::from(start) - i64::from(role.before);
        self.proposal(name, day, from, i64::from(start) + i64::from(minutes) + i64::from(role.after))
    }

    fn stand(&mut self, booking: &Booking, standing: &Standing) -> Vec<ActivityId> {
        let names = [Some(&standing.provider), standing.room.as_ref(), standing.device.as_ref()];
        let proposals: Vec<_> = roles(booking)
            .iter()
            .zip(names)
            .filter_map(|(role, name)| Some((role.as_ref()?, name?)))
            .map(|(role, name)| self.wanted(name, role, standing.day, standing.start, booking.minutes))
            .collect();
        proposals.into_iter().map(|one| self.state.commit(one).expect("a plan without overlaps")).collect()
    }

    /// The best place on the first day that has one.
    fn place(&self, booking: &Booking) -> PlaceChoice {
        let mut days = booking.days.clone().unwrap_or_else(|| booking.day.into_iter().collect());
        days.sort_unstable();
        let starts: Vec<u16> = match (booking.start, booking.window) {
            (Some(start), _) => vec![start],
            (None, Some([first, end])) => {
                let grid = self.instance.grid;
                let last = end.saturating_sub(booking.minutes);
                (first.div_ceil(grid)..=last / grid).map(|at| at * grid).collect()
            }
            (None, None) => Vec::new(),
        };
        let at = |day| starts.iter().find_map(move |start| self.place_at(booking, day, *start));
        days.into_iter().find_map(at).unwrap_or(PlaceChoice {
            id: booking.id,
            day: None,
            start: None,
            provider: None,
            room: None,
            device: None,
        })
    }

    fn place_at(&self, booking: &Booking, day: u16, start: u16) -> Option<PlaceChoice> {
        let [provider, room, device] = roles(booking);
        let inside = |role: &Role<'_>| {
            self.instance.open + role.before <= start
                && start + booking.minutes + role.after <= self.instance.close
        };
        let free = |role: &Role<'_>, name: &str| {
            inside(role)
                && self
                    .state
                    .check_feasibility(&self.wanted(name, role, day, start, booking.minutes))
                    .is_empty()
        };
        let treats = provider.as_ref()?;
        let provider = treats.any_of.iter().find(|name| free(treats, name))?;
        // A device that stands in a room is had with that room alone.
        let device_beside = |room: Option<&str>| match &device {
            None => Some(None),
            Some(role) => {
                let goes = |name: &&str| self.fixed_in.get(name).is_none_or(|fixed| Some(*fixed) == room);
                role.any_of.iter().copied().filter(goes).find(|name| free(role, name)).map(Some)
            }
        };
        let (room, device) = match &room {
            None => (None, device_beside(None)?),
            Some(role) => role.any_of.iter().find_map(|name| {
                let room = Some(*name).filter(|name| free(role, name))?;
                Some((Some(room), device_beside(Some(room))?))
            })?,
        };
        Some(PlaceChoice {
            id: booking.id,
            day: Some(day),
            start: Some(start),
            provider: Some((*provider).to_owned()),
            room: room.map(ToOwned::to_owned),
            device: device.map(ToOwned::to_owned),
        })
    }
}

/// Provider, room and device.
fn roles(booking: &Booking) -> [Option<Role<'_>>; 3] {
    let wished = |name: &&str| booking.provider.prefers.as_deref() != Some(*name);
    let mut providers: Vec<&str> = booking.provider.any_of.iter().map(String::as_str).collect();
    providers.sort_by_key(wished);
    let provider = Role { any_of: providers, before: booking.provider.before, after: booking.provider.after };
    [Some(provider), booking.room.as_ref().map(role), booking.device.as_ref().map(role)]
}

fn role(wanted: &Wanted) -> Role<'_> {
    let any_of = wanted.any_of.iter().map(String::as_str).collect();
    Role { any_of, before: wanted.before, after: wanted.after }
}

fn main() -> ExitCode {
    let files: Vec<String> = env::args().skip(1).collect();
    let [instance, ours] = files.as_slice() else {
        eprintln!("usage: schedulr-peer INSTANCE OURS");
        return ExitCode::from(2);
    };
    let read = |file: &String| fs::read_to_string(file).expect("a file that can be read");
    let instance = Instance::read(&read(instance)).expect("an instance");
    let ours: PlaceAnswer = serde_json::from_str(&read(ours)).expect("an answer to the job `place`");
    let bookings: BTreeMap<u64, &Booking> = instance.bookings.iter().map(|one| (one.id, one)).collect();
    let mut plan = Plan::of(&instance);
    let mut stands: Vec<Vec<ActivityId>> =
        instance.standing.iter().map(|one| plan.stand(bookings[&one.id], one)).collect();
    let (mut times, mut same) = (Vec::new(), 0);
    for ((standing, activities), ours) in instance.standing.iter().zip(&mut stands).zip(&ours.choices) {
        let booking = bookings[&standing.id];
        let before = Instant::now();
        for activity in activities.drain(..) {
            plan.state.cancel(activity);
        }
        let choice = plan.place(booking);
        times.push(before.elapsed());
        *activities = plan.stand(booking, standing);
        if choice == *ours {
            same += 1;
        } else {
            eprintln!("differs: {choice:?} but {ours:?}");
        }
    }
    times.sort_unstable();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    println!("{}: {same} of {} answers are the same, median {median:?}", instance.name, ours.choices.len());
    ExitCode::from(u8::from(same != ours.choices.len()))
}
