package control_test

import (
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/control"
)

// A run of a past day uses the findings that were known at its instant, as it uses the
// registers: what was stored later and dated back is not among them.
func TestBook_KnownBy(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		now := func() calendar.Instant { return calendar.InstantOf(j.Now()) }
		before := now()
		s.made("night-1")
		made := now()
		s.judge(s.say("night-1", "P1"), confirmed("tfp-absence", 300))
		judged := now()
		s.judge(s.say("night-1", "P1"), refuted("tfp-absence"))
		for _, c := range []struct {
			at               calendar.Instant
			tasks, confirmed int
		}{{before, 0, 0}, {made, 2, 0}, {judged, 2, 1}, {now(), 2, 0}} {
			if tasks, hits := s.book().KnownBy(c.at).Before(person("p1"), judgeDay+1); tasks != c.tasks || hits != c.confirmed {
				t.Errorf("at %s: %d tasks and %d confirmed; expected %d and %d", c.at, tasks, hits, c.tasks, c.confirmed)
			}
		}
		// A check takes it by itself.
		src := sources(t.Context(), t, j, runDay+5)
		a := s.asked("later")
		a.On, a.Plan = runDay+5, planOf(t, "before", "death\n select findings > 0")
		for at, want := range map[calendar.Instant]int{before: 1, made: 0} {
			a.KnownAt = at
			r, err := control.Check(src, a, src.Payouts.Of(person("p1")), s.book(), false)
			if err != nil || r.Tallies[0].NotSelected != want {
				t.Errorf("at %s: %+v %v", at, r, err)
			}
		}
	})
}
