package worklist

import (
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// Condition is one word of a definition, which must hold or must not.
type Condition struct {
	Word string
	Not  bool
}

// Alternatives is the definition as it was read: a claim is on the list when all
// conditions of one of the alternatives hold.
func (l *List) Alternatives() [][]Condition {
	all := make([][]Condition, len(l.any))
	for i, one := range l.any {
		for _, x := range one {
			all[i] = append(all[i], Condition{x.word, x.not})
		}
	}
	return all
}

// Words is every word that a definition can use, in order.
func Words() []string {
	var words []string
	for w := range conditionWords {
		words = append(words, w)
	}
	slices.Sort(words)
	return words
}

// Limits are the parameters that the words compare with, in force on a day and
// as known at an instant.
type Limits struct {
	NotServedDays int // a claim is old as not served after so many days
	NearBarMonths int // a claim is near limitation so many months before
	BreachMissed  int // missed instalments that break a plan; 0: nobody has set it
}

// LimitsOf reads the limits. It fails with statute.ErrMissing when one that every
// list needs has no value on the day.
func LimitsOf(c *claim.Columns, q Query) (Limits, error) {
	t, err := readTerms(c.LawBook().Parameters(q.KnownAt), q.On)
	if err != nil {
		return Limits{}, err
	}
	return Limits{t.notServedDays, t.nearBar, t.breachMissed}, nil
}

// Contradictions says in words what cannot be true together of the claim; see
// claim.Standing.Contradictions.
func (x *Item) Contradictions() []string { return x.reader.Contradictions(x.Walk, x.Account) }

// MonthsLeft is how many whole months there are from the day to the last day:
// 0 in the last month, and -1 when the last day has passed or there is none.
func MonthsLeft(on, last calendar.Date) int {
	if last == calendar.None || last < on {
		return -1
	}
	n := 0
	for on.AddMonths(n+1) <= last {
		n++
	}
	return n
}

// MonthGroup is the claims that have so many whole months left.
type MonthGroup struct {
	Left   int
	Claims int
	Owed   money.Amount // öre
}

// MonthGroups sums rows up by the months that are left to the day they are
// counted from, the fewest first. Rows whose day has passed are in no group.
func MonthGroups(rows []Row, on calendar.Date) []MonthGroup {
	by := map[int]*MonthGroup{}
	for i := range rows {
		n := MonthsLeft(on, rows[i].Since)
		if n < 0 {
			continue
		}
		if by[n] == nil {
			by[n] = &MonthGroup{Left: n}
		}
		by[n].Claims++
		by[n].Owed += rows[i].Owed
	}
	groups := make([]MonthGroup, 0, len(by))
	for _, g := range by {
		groups = append(groups, *g)
	}
	slices.SortFunc(groups, func(a, b MonthGroup) int { return a.Left - b.Left })
	return groups
}

// AgeGroup is the place in Ages of the row's age; len(Ages) when it is older.
func (r *Row) AgeGroup() int { return group(r.Age) }
