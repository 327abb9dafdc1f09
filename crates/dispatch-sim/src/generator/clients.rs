//! Clients: who books, and the facts that the platform has of them.

use dispatch_core::Timestamp;

use crate::{
    act::{Changed, What},
    world::{World, day_of},
};

use super::Generator;

impl Generator {
    /// A client who books: a new one with their facts, or one who was here before.
    pub(super) fn some_client(&mut self, world: &World, now: Timestamp) -> (String, Vec<What>) {
        let is_new = self.clients < 20 || self.dice.per_mille(350);
        if !is_new {
            // The ones who came last come back most.
            let back = self.dice.below(self.clients.min(200));
            let client = format!("c{}", self.clients - back);
            let expired = world.clients.get(&client).is_some_and(|known| {
                known.exam.flatten().is_some_and(|on| on + 340 < day_of(now.minute_floor()))
            });
            let renewed = Changed::Examined(day_of(now.minute_floor()) - 1);
            let acts = expired.then(|| What::Client { client: client.clone(), now: renewed });
            return (client, acts.into_iter().collect());
        }
        self.clients += 1;
        let client = format!("c{}", self.clients);
        let shares = self.mix.clients.clone();
        let mut facts = Vec::new();
        if self.dice.per_mille(shares.no_exam) {
            facts.push(Changed::Unexamined);
        } else if self.dice.per_mille(shares.exam_unknown) {
            facts.push(Changed::ExamUnknown);
        }
        if self.dice.per_mille(shares.vip) {
            facts.push(Changed::Vip(true));
        }
        if self.dice.per_mille(shares.prefers_call) {
            facts.push(Changed::PrefersCall(true));
        }
        if self.dice.per_mille(shares.no_email) {
            facts.push(Changed::Email(false));
        }
        if self.dice.per_mille(shares.sms) {
            facts.push(Changed::Sms(true));
        }
        if self.dice.per_mille(shares.avoids) {
            facts.extend(self.some_provider(world).map(Changed::Avoids));
        }
        let acts = facts.into_iter().map(|now| What::Client { client: client.clone(), now });
        (client.clone(), acts.collect())
    }

    pub(super) fn some_provider(&mut self, world: &World) -> Option<String> {
        self.dice.pick(&world.practice.providers).map(|provider| provider.id.to_owned())
    }
}
