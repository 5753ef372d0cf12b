package assignment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/steer/directive"
)

// source is an assignment as one edition has it.
type source struct {
	origin Origin
	place  int // in the letter, to keep its order
	letter directive.Assignment
	item   directive.ItemID
}

// strand is an assignment through the editions.
type strand struct {
	id      string
	in      map[*directive.Edition]*source
	threads []*thread
}

// thread is a deadline through the editions. It keeps its kind and number when an edition
// moves its date.
type thread struct {
	kind directive.DeadlineKind
	no   int
	in   map[*directive.Edition]directive.Deadline
	last directive.Deadline // as the edition confirmed last has it
}

// confirmed is the editions confirmed by the instant, in the order of confirmation.
func confirmed(editions []directive.Edition, knownAt calendar.Instant) []*directive.Edition {
	var known []*directive.Edition
	for i := range editions {
		if e := &editions[i]; e.Letter != nil && e.Confirmed != 0 && e.Confirmed <= knownAt {
			known = append(known, e)
		}
	}
	slices.SortFunc(known, func(a, b *directive.Edition) int {
		return cmp.Or(cmp.Compare(a.Confirmed, b.Confirmed), cmp.Compare(a.From, b.From), strings.Compare(a.ID, b.ID))
	})
	return known
}

// strandsOf follows every assignment, or one only, through editions in the order of their
// confirmation: what a later one says never changes the numbers that an earlier one gave.
func strandsOf(known []*directive.Edition, only string) (map[string]*strand, error) {
	all := map[string]*strand{}
	for _, e := range known {
		for i, s := range sources(e.Letter) {
			id := s.letter.ID
			if only != "" && id != only {
				continue
			}
			if id == "" {
				return nil, fmt.Errorf("edition %s is confirmed, but the assignment on line %d, %q, has no id; take the edition in again", e.ID, s.letter.Line, s.letter.Title)
			}
			x := all[id]
			if x == nil {
				x = &strand{id: id, in: map[*directive.Edition]*source{}}
				all[id] = x
			}
			if twin := x.in[e]; twin != nil {
				return nil, fmt.Errorf("edition %s gives the id %s to two assignments, on line %d and line %d; take the edition in again", e.ID, id, twin.letter.Line, s.letter.Line)
			}
			s.place = i
			x.in[e] = s
			x.take(e, s.letter.Deadlines)
		}
	}
	return all, nil
}

// sources is what a letter asks for: its assignments, the goals and reporting requirements
// with a date, the forecasts if none of these has them, the conditions with a date, and
// those given earlier.
func sources(l *directive.Letter) []*source {
	var all []*source
	for i := range l.Assignments {
		all = append(all, &source{origin: Given, letter: l.Assignments[i]})
	}
	for i := range l.Goals {
		g := &l.Goals[i]
		all = withReporting(all, directive.Assignment{ID: g.ID, Line: g.Line, Title: g.Title, Text: slices.Concat(g.Text, g.Reporting), Deadlines: g.Deadlines})
	}
	for i := range l.Requirements {
		q := &l.Requirements[i]
		all = withReporting(all, directive.Assignment{ID: q.ID, Line: q.Line, Title: q.Title, Text: q.Text, Deadlines: q.Deadlines})
	}
	all = withOccasions(all, l)
	for i := range l.Appropriations {
		a := &l.Appropriations[i]
		all = withConditions(all, l.Year, directive.ItemID(fmt.Sprintf("UO%d %s", a.Area, a.Number)), a.Name, a.Conditions)
		for _, g := range a.Groups {
			for _, item := range g.Items {
				all = withConditions(all, l.Year, item.ID, item.Name, item.Conditions)
			}
		}
	}
	for i := range l.Earlier {
		all = append(all, &source{origin: Earlier, letter: l.Earlier[i]})
	}
	return all
}

// withReporting adds a goal or a reporting requirement that has a date. Those without are
// reported in the annual report and are no entries.
func withReporting(all []*source, a directive.Assignment) []*source {
	if len(a.Deadlines) == 0 {
		return all
	}
	return append(all, &source{origin: Reporting, letter: a})
}

// withOccasions adds the forecast occasions that no assignment has: to the assignment
// that asks for forecasts, or as an entry of their own.
func withOccasions(all []*source, l *directive.Letter) []*source {
	var rest []directive.Deadline
	for _, o := range l.Occasions {
		had := slices.ContainsFunc(all, func(s *source) bool {
			return slices.ContainsFunc(s.letter.Deadlines, func(d directive.Deadline) bool { return d.Line == o.Line && d.Date == o.Date })
		})
		if !had {
			rest = append(rest, o)
		}
	}
	if len(rest) == 0 {
		return all
	}
	for _, s := range all {
		if strings.HasPrefix(strings.ToLower(s.letter.Title), "prognos") {
			s.letter.Deadlines = append(slices.Clone(s.letter.Deadlines), rest...)
			return all
		}
	}
	return append(all, &source{origin: Forecasts, letter: directive.Assignment{
		ID: fmt.Sprintf("%d-forecasts", l.Year), Line: rest[0].Line, Title: "Prognoser", Deadlines: rest}})
}

// withConditions adds one entry for the conditions of an item that have a date. Who is to
// do it is often said in a sentence before, on the same line: that agency delivers.
func withConditions(all []*source, year int, item directive.ItemID, name string, conditions []directive.Condition) []*source {
	var s *source
	agency, line := "", 0
	for _, c := range conditions {
		if c.Agency != "" || c.Line != line {
			agency, line = c.Agency, c.Line
		}
		if len(c.Deadlines) == 0 {
			continue
		}
		if s == nil {
			s = &source{origin: Condition, item: item, letter: directive.Assignment{
				ID:   fmt.Sprintf("%d-%s", year, strings.ReplaceAll(string(item), " ", "-")),
				Line: c.Line, Title: string(item) + " " + name}}
			all = append(all, s)
		}
		text := directive.Passage{Line: c.Line, Text: c.Text}
		if !slices.Contains(s.letter.Text, text) {
			s.letter.Text = append(s.letter.Text, text)
		}
		for _, d := range c.Deadlines {
			if d.By == "" {
				d.By = agency
			}
			s.letter.Deadlines = append(s.letter.Deadlines, d)
		}
	}
	return all
}

// take finds for each deadline of an edition the thread it continues: the same date first,
// then a date that was moved, in the order of dates; what is left is new.
func (s *strand) take(e *directive.Edition, deadlines []directive.Deadline) {
	threads := slices.Clone(s.threads)
	left := slices.Clone(deadlines)
	pair := func(same func(*thread, *directive.Deadline) bool) {
		left = slices.DeleteFunc(left, func(d directive.Deadline) bool {
			i := slices.IndexFunc(threads, func(t *thread) bool { return t.last.Yearly == d.Yearly && same(t, &d) })
			if i < 0 {
				return false
			}
			threads[i].set(e, d)
			threads = slices.Delete(threads, i, i+1)
			return true
		})
	}
	sameDay := func(t *thread, d *directive.Deadline) bool { return t.last.Kind == d.Kind && sameDate(&t.last, d) }
	pair(func(t *thread, d *directive.Deadline) bool { return sameDay(t, d) && slices.Equal(t.last.To, d.To) })
	pair(sameDay)
	pair(func(t *thread, d *directive.Deadline) bool { return d.Date != calendar.None && t.last.Date == d.Date })
	inOrder := slices.Clone(left)
	slices.SortStableFunc(inOrder, func(a, b directive.Deadline) int { return cmp.Compare(a.Date, b.Date) })
	slices.SortStableFunc(threads, func(a, b *thread) int { return cmp.Compare(a.last.Date, b.last.Date) })
	left = inOrder
	pair(func(t *thread, d *directive.Deadline) bool { return t.last.Kind == d.Kind && t.mayMove(e) })
	slices.SortStableFunc(left, func(a, b directive.Deadline) int { return cmp.Compare(a.Line, b.Line) })
	for _, d := range left {
		t := &thread{kind: d.Kind, no: 1, in: map[*directive.Edition]directive.Deadline{}}
		for _, other := range s.threads {
			if other.kind == t.kind {
				t.no++
			}
		}
		t.set(e, d)
		s.threads = append(s.threads, t)
	}
}

func (t *thread) set(e *directive.Edition, d directive.Deadline) { t.in[e], t.last = d, d }

// mayMove says whether an edition can have moved the deadline: an edition of the same year
// replaces the letter; that of another year lists what is left, so a day that had passed
// is done with and another date there is something new.
func (t *thread) mayMove(e *directive.Edition) bool {
	for other := range t.in {
		if other.Letter.Year == e.Letter.Year {
			return true
		}
	}
	return t.last.Date >= e.From
}

// sameDate: a series that returns is the same whichever year it is counted from.
func sameDate(a, b *directive.Deadline) bool {
	if a.Yearly && a.Date != calendar.None && b.Date != calendar.None {
		return a.Date.Month() == b.Date.Month() && a.Date.Day() == b.Date.Day()
	}
	return a.Date == b.Date && a.Relative == b.Relative
}
