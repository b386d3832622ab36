//! The graph as it was on the last few days that were asked about: a view takes longer to make than most questions to answer.

use crate::error::Result;
use crate::store::Store;
use crate::validity::{self, Moment, View};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How many views are kept.
const KEPT: usize = 8;

/// The views, the one used last first.
#[derive(Default)]
pub(super) struct Views(Mutex<Vec<(Moment, View)>>);

impl Views {
    /// The view at the moment, made if it is not there.
    pub(super) fn get(&self, store: &Store, moment: &Moment, timeout: Duration) -> Result<View> {
        let kept = self.take(moment);
        let view = kept.map_or_else(|| validity::view(store, moment, Some(timeout)), Ok)?;
        let mut views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        views.retain(|(other, _)| other != moment); // two requests may have made it at once
        views.insert(0, (moment.clone(), view.clone()));
        views.truncate(KEPT);
        Ok(view)
    }

    fn take(&self, moment: &Moment) -> Option<View> {
        let views = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        views.iter().find(|(other, _)| other == moment).map(|(_, view)| view.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_few_are_kept() {
        let (views, store) = (Views::default(), Store::from_files(&[]).expect("an empty graph"));
        let moment = |year: usize| Moment::read(Some(&format!("{year}-01-01")), None).expect("a day").expect("a moment");
        for year in 2001..=2001 + KEPT {
            views.get(&store, &moment(year), Duration::from_secs(9)).expect("a view");
            views.get(&store, &moment(2001), Duration::from_secs(9)).expect("a view");
        }
        assert_eq!(views.0.lock().expect("no panic").len(), KEPT);
        assert!(views.take(&moment(2001)).is_some() && views.take(&moment(2002)).is_none());
    }
}
