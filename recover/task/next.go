package task

import (
	"iter"
	"slices"

	"balans/law/calendar"
	"balans/recover/claim"
)

// All is claims and other tasks as one list. The claims are in order; the others need not be,
// and are left as they are.
func All(c *claim.Columns, claims []Entry, others []Task) iter.Seq[*Task] {
	others = slices.Clone(others)
	slices.SortFunc(others, func(a, b Task) int { return a.Compare(&b) })
	return func(yield func(*Task) bool) {
		k := 0
		for i := range claims {
			of := Task{Rank: claims[i].Rank}
			made := false
			for k < len(others) {
				if n := others[k].Rank.Compare(of.Rank); n > 0 {
					break
				} else if n == 0 {
					if !made {
						of, made = claims[i].Of(c), true
					}
					if others[k].Compare(&of) > 0 {
						break
					}
				}
				if !yield(&others[k]) {
					return
				}
				k++
			}
			if !made {
				of = claims[i].Of(c)
			}
			if !yield(&of) {
				return
			}
		}
		for ; k < len(others); k++ {
			if !yield(&others[k]) {
				return
			}
		}
	}
}

// Next is the first task that the person may do and that nobody else has; nil when there is
// none. What the person has taken already comes before all else: what is begun is ended first.
// may says whether the person may have to do with it at all.
func Next(all iter.Seq[*Task], b *Book, who string, on calendar.Date, may func(*Task) bool) *Task {
	var free *Task
	mine := len(b.Of(who, on))
	for t := range all {
		h := b.Hold(t.Key(), on)
		if h != nil && h.Who == who {
			mine--
		}
		switch {
		case h != nil && h.Who != who, h == nil && free != nil: // may is dear, and there may be some hundred thousand
		case slices.Contains(t.Not, who) || !may(t):
		case h != nil:
			return t
		default:
			free = t
		}
		if free != nil && mine <= 0 {
			break
		}
	}
	return free
}
