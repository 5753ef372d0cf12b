package access

import (
	"balans/law/calendar"
	"balans/law/identity"
)

// Relations is who stands near whom: a graph that is walked step by step. The caller fills
// it from registers; it does not change while it is asked.
type Relations struct {
	of map[identity.Number][]relation
}

type relation struct {
	to   identity.Number
	days calendar.Period
}

// Relate adds a relation of one step, both ways: spouse or cohabiting partner, parent and
// child, guardian and ward. Siblings are two steps apart by their parent. A person is not
// related to himself or herself, and who is None to nobody.
func (r *Relations) Relate(a, b identity.Number, days calendar.Period) {
	if a == b || a == identity.None || b == identity.None || days.IsEmpty() {
		return
	}
	if r.of == nil {
		r.of = map[identity.Number][]relation{}
	}
	r.of[a] = append(r.of[a], relation{b, days})
	r.of[b] = append(r.of[b], relation{a, days})
}

// Near is everybody within a number of steps of a person on a day, with the fewest steps to
// each; the person is not among them. Relations that have ended do not count: a former
// spouse is a tie to tell of (FL 18).
func (r *Relations) Near(n identity.Number, steps int, on calendar.Date) map[identity.Number]int {
	near, front := map[identity.Number]int{n: 0}, []identity.Number{n}
	for step := 1; step <= steps && len(front) > 0; step++ {
		var next []identity.Number
		for _, at := range front {
			for _, x := range r.of[at] {
				if _, seen := near[x.to]; !seen && x.days.Contains(on) {
					near[x.to] = step
					next = append(next, x.to)
				}
			}
		}
		front = next
	}
	delete(near, n)
	return near
}

// Steps is the fewest steps between two persons on a day; ok is false when there are more
// than most.
func (r *Relations) Steps(a, b identity.Number, most int, on calendar.Date) (steps int, ok bool) {
	if a == b {
		return 0, true
	}
	steps, ok = r.Near(a, most, on)[b]
	return steps, ok
}
