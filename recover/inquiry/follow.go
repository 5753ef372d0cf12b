package inquiry

import (
	"slices"

	"balans/law/calendar"
)

// Figures are what a unit manager follows, of the cases some days concern.
type Figures struct {
	calendar.Period
	Open      []OpenIn // by state, and of those investigated by step
	Inflow    []*Summary
	Decided   []*Summary // in the period, automatic ones too
	Auto      int        // of Decided
	Ended     []*Summary // without a decision
	Median    int        // days from signal to decision, of Decided
	Ninetieth int        // the 90th percentile of the same
	InTime    int        // of Decided, within the goal
	Submitted int        // approvals asked for, of Decided
	Rejected  int        // of them sent back
}

// OpenIn is the open cases in a state.
type OpenIn struct {
	State State
	Step  Step
	Cases []*Summary
	Ages  [5]int // since the signal: up to 30, 60, 90, 180 days, and more
}

// AgeLimits are the upper ends of the groups of age, in days; the last has none.
var AgeLimits = [4]int{30, 60, 90, 180}

// Count counts cases: those that had come by the end of the period and are open now, and what
// came and went in it.
// unit "" is all units. goal is within how many days of the signal a case is to be decided.
func (b *Book) Count(p calendar.Period, unit string, goal int) *Figures {
	f := &Figures{Period: p}
	var days []int
	for _, s := range b.All() {
		if unit != "" && s.Unit != unit {
			continue
		}
		if p.Contains(s.Opened) {
			f.Inflow = append(f.Inflow, s)
		}
		switch {
		case isDay(s.Decided):
			if p.Contains(s.Decided) {
				f.Decided = append(f.Decided, s)
				age := int(s.Decided - s.Opened)
				days = append(days, age)
				if age <= goal {
					f.InTime++
				}
				if s.Auto {
					f.Auto++
				}
				f.Submitted += s.Submitted
				f.Rejected += s.Rejected
			}
		case s.State == Closed:
			if p.Contains(s.Ended) {
				f.Ended = append(f.Ended, s)
			}
		}
		if s.Opened <= p.To && s.State.IsOpen() {
			f.open(s)
		}
	}
	slices.Sort(days)
	f.Median, f.Ninetieth = percentile(days, 50), percentile(days, 90)
	slices.SortStableFunc(f.Open, func(x, y OpenIn) int { return place(x) - place(y) })
	return f
}

func place(o OpenIn) int { return slices.Index(States, o.State)*10 + slices.Index(Steps, o.Step) }

func (f *Figures) open(s *Summary) {
	i := slices.IndexFunc(f.Open, func(o OpenIn) bool { return o.State == s.State && o.Step == s.Step })
	if i < 0 {
		i = len(f.Open)
		f.Open = append(f.Open, OpenIn{State: s.State, Step: s.Step})
	}
	f.Open[i].Cases = append(f.Open[i].Cases, s)
	f.Open[i].Ages[AgeGroup(int(f.To-s.Opened))]++
}

// AgeGroup is the group of AgeLimits that a number of days belongs to, from 0.
func AgeGroup(days int) int {
	for i, most := range AgeLimits {
		if days <= most {
			return i
		}
	}
	return len(AgeLimits)
}

// percentile is the least of sorted days that at least so many per cent are at most; 0 of none.
func percentile(days []int, percent int) int {
	if len(days) == 0 {
		return 0
	}
	return days[(len(days)*percent+99)/100-1]
}

// PerPerson is decisions by people in the period for each full-time person, in hundredths.
// fullTime is hundredths of persons; 0 is not known, and so is the answer.
func (f *Figures) PerPerson(fullTime int) (hundredths int, ok bool) {
	if fullTime <= 0 {
		return 0, false
	}
	return (len(f.Decided) - f.Auto) * 100 * 100 / fullTime, true
}

// isDay reports whether a day that may be left out of what is stored was there.
func isDay(d calendar.Date) bool { return d != calendar.None && d != 0 }
