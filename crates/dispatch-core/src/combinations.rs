//! The joint search: one candidate for each role, so that all of them go together. Who may take a role, and what is left to be
//! found, differs between assignment, visits, free starts and validation; the search is the same, and stands here once.

use std::ops::{ControlFlow, Range};

/// Roles that are filled one after the other.
pub(crate) trait Roles {
    /// What can still be had with the candidates chosen so far: `()` where it is yes or no, a set of starts where many are
    /// looked for at once.
    type Left;

    /// The candidates of a role, by position, in the order in which they are tried. None behind the last role.
    fn candidates(&self, role: usize) -> Option<Range<usize>>;

    /// Chooses a candidate for a role if anything is left with it; says what. Without an answer nothing was chosen.
    fn choose(&mut self, role: usize, candidate: usize, left: &Self::Left) -> Option<Self::Left>;

    /// Takes back the last choice.
    fn undo(&mut self);

    /// A candidate for every role is chosen. `Break` ends the search and leaves the choice as it is.
    fn complete(&mut self, left: Self::Left) -> ControlFlow<()>;
}

/// Goes through the combinations from `role` on, in order: of two the one whose first different candidate is tried earlier comes
/// first. After `Continue` the choice is as it was before.
pub(crate) fn search<R: Roles>(roles: &mut R, role: usize, left: R::Left) -> ControlFlow<()> {
    let Some(candidates) = roles.candidates(role) else { return roles.complete(left) };
    for candidate in candidates {
        if let Some(left) = roles.choose(role, candidate, &left) {
            search(roles, role + 1, left)?;
            roles.undo();
        }
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of which each may be taken once, until their sum is found.
    struct Sum {
        numbers: Vec<u32>,
        roles: usize,
        chosen: Vec<usize>,
        complete: Vec<Vec<usize>>,
        stop_at: usize,
    }

    impl Roles for Sum {
        type Left = u32;

        fn candidates(&self, role: usize) -> Option<Range<usize>> {
            (role < self.roles).then_some(0..self.numbers.len())
        }

        fn choose(&mut self, _: usize, candidate: usize, left: &u32) -> Option<u32> {
            let left = left.checked_sub(self.numbers[candidate])?;
            if self.chosen.contains(&candidate) {
                return None;
            }
            self.chosen.push(candidate);
            Some(left)
        }

        fn undo(&mut self) {
            self.chosen.pop();
        }

        fn complete(&mut self, left: u32) -> ControlFlow<()> {
            if left == 0 {
                self.complete.push(self.chosen.clone());
            }
            if self.complete.len() < self.stop_at {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        }
    }

    fn sum(stop_at: usize) -> Sum {
        Sum { numbers: vec![1, 2, 3, 4], roles: 2, chosen: Vec::new(), complete: Vec::new(), stop_at }
    }

    #[test]
    fn every_combination_is_found_in_order_and_the_choice_is_taken_back() {
        let mut all = sum(9);
        assert!(search(&mut all, 0, 5).is_continue());
        assert_eq!(all.complete, [vec![0, 3], vec![1, 2], vec![2, 1], vec![3, 0]]);
        assert!(all.chosen.is_empty());
    }

    #[test]
    fn a_search_that_ends_leaves_its_choice() {
        let mut first = sum(2);
        assert!(search(&mut first, 0, 5).is_break());
        assert_eq!(first.chosen, [1, 2]);
    }
}
