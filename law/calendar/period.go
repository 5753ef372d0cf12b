package calendar

// Period is the days from From to To, both included. A None is an open end: no
// earliest or no latest day.
type Period struct{ From, To Date }

// Contains says whether d is one of the days. None is in no period.
func (p Period) Contains(d Date) bool {
	return d != None && d >= p.From && (p.To == None || d <= p.To)
}

// Overlaps says whether the two periods have a day in common.
func (p Period) Overlaps(q Period) bool {
	return (p.To == None || q.From <= p.To) && (q.To == None || p.From <= q.To) && !p.IsEmpty() && !q.IsEmpty()
}

// IsEmpty says whether the period has no day: To is before From.
func (p Period) IsEmpty() bool { return p.To != None && p.To < p.From }

// Days is the number of days, both ends included; ok is false when an end is open.
func (p Period) Days() (n int, ok bool) {
	if p.From == None || p.To == None {
		return 0, false
	}
	return max(0, int(p.To-p.From)+1), true
}

// String is "from–to"; an open end is left out.
func (p Period) String() string { return p.From.String() + "–" + p.To.String() }
