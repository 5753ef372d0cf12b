package assignment

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/directive"
)

// Read is every fact of the assignments that editions have, confirmed or not.
func Read(ctx context.Context, j *journal.Journal, editions []directive.Edition) ([]journal.Event, error) {
	var events []journal.Event
	seen := map[string]bool{}
	for i := range editions {
		for _, s := range sources(editions[i].Letter) {
			id := s.letter.ID
			if id == "" || seen[id] {
				continue
			}
			seen[id] = true
			stream, err := j.Load(ctx, 0, Stream(id))
			if err != nil {
				return nil, err
			}
			events = append(events, stream...)
		}
	}
	return events, nil
}

// Build is the register as of a day and as known at an instant: editions confirmed by the
// instant and facts recorded by it, of which those count that apply from, or happened on,
// the day or before. The order of editions and events does not matter. It fails, naming
// the event or the edition, when something cannot be read.
func Build(editions []directive.Edition, events []journal.Event, on calendar.Date, knownAt calendar.Instant, p Parameters) (*Register, error) {
	return build(editions, events, on, knownAt, p, "")
}

// build is Build, of one assignment when only is not "".
func build(editions []directive.Edition, events []journal.Event, on calendar.Date, knownAt calendar.Instant, p Parameters, only string) (*Register, error) {
	if on == calendar.None {
		return nil, fmt.Errorf("the register is of a day: say which")
	}
	if p.Horizon == calendar.None || p.Horizon == 0 {
		p.Horizon = on.AddYears(1).EndOfYear()
	}
	known := confirmed(editions, knownAt)
	strands, err := strandsOf(known, only)
	if err != nil {
		return nil, err
	}
	facts := map[string][]Fact{}
	for i := range events {
		if events[i].RecordedAt > knownAt {
			continue
		}
		f, err := FromJournal(&events[i])
		if err != nil {
			return nil, err
		}
		facts[f.Assignment] = append(facts[f.Assignment], f)
	}
	r := &Register{On: on, KnownAt: knownAt, Parameters: p, editions: editions, byID: map[string]*Entry{}}
	b := &builder{Register: r, known: known, inForce: map[*directive.Edition]bool{}}
	for _, e := range known {
		if f := directive.InForce(editions, e.Letter.Year, on, knownAt); f != nil {
			b.inForce[f] = true
		}
	}
	for id, s := range strands {
		if e := b.entry(s, inOrder(facts[id])); e != nil {
			r.Entries = append(r.Entries, e)
			r.byID[id] = e
			delete(facts, id)
		}
	}
	r.loose(facts)
	b.sort(strands)
	return r, nil
}

// inOrder is the facts in the order they happened; of those of one day, the order they
// became known and then were stored.
func inOrder(facts []Fact) []Fact {
	slices.SortFunc(facts, func(a, b Fact) int {
		return cmp.Or(strings.Compare(a.Assignment, b.Assignment), cmp.Compare(a.On, b.On), cmp.Compare(a.KnownAt, b.KnownAt), cmp.Compare(a.Event, b.Event))
	})
	return facts
}

// loose keeps the facts of assignments that no edition in force has.
func (r *Register) loose(facts map[string][]Fact) {
	for _, all := range facts {
		for _, f := range all {
			if f.On <= r.On {
				r.Loose = append(r.Loose, f)
			}
		}
	}
	inOrder(r.Loose)
}

type builder struct {
	*Register
	known   []*directive.Edition
	inForce map[*directive.Edition]bool
}

// sort puts entries in the order Register says.
func (b *builder) sort(strands map[string]*strand) {
	rank := map[Origin]int{Given: 0, Reporting: 1, Forecasts: 2, Condition: 3, Earlier: 4}
	place := map[*Entry]int{}
	for _, e := range b.Entries {
		ed, _ := b.latest(strands[e.ID].in)
		place[e] = strands[e.ID].in[ed].place
	}
	slices.SortFunc(b.Entries, func(x, y *Entry) int {
		return cmp.Or(-cmp.Compare(x.Year, y.Year), cmp.Compare(rank[x.Origin], rank[y.Origin]), cmp.Compare(place[x], place[y]), strings.Compare(x.ID, y.ID))
	})
}

// applied is the editions with something that applied on the day, in the order of the
// days they apply from.
func applied[T any](b *builder, in map[*directive.Edition]T) []*directive.Edition {
	var all []*directive.Edition
	for _, e := range b.known {
		if _, ok := in[e]; ok && e.From <= b.On {
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b *directive.Edition) int { return cmp.Compare(a.From, b.From) })
	return all
}

// latest is the edition whose words count: the last one in force that has it; when none
// has, the last one that had, and the name of the one that replaced it.
func (b *builder) latest(in map[*directive.Edition]*source) (e *directive.Edition, dropped string) {
	return latestOf(b, in)
}

func latestOf[T any](b *builder, in map[*directive.Edition]T) (e *directive.Edition, dropped string) {
	all := applied(b, in)
	for _, x := range slices.Backward(all) {
		if b.inForce[x] {
			return x, ""
		}
	}
	if len(all) == 0 {
		return nil, ""
	}
	e = all[len(all)-1]
	for f := range b.inForce {
		if f.Letter.Year == e.Letter.Year {
			dropped = f.ID
		}
	}
	return e, dropped
}

// entry is what the editions and the facts say of one assignment; nil when no edition that
// has it applied on the day.
func (b *builder) entry(s *strand, facts []Fact) *Entry {
	ed, dropped := b.latest(s.in)
	if ed == nil {
		return nil
	}
	src := s.in[ed]
	e := &Entry{ID: s.id, Origin: src.origin, Year: ed.Letter.Year, Edition: ed.ID, Letter: src.letter, Item: src.item,
		Given: b.given(s), Dropped: dropped, Started: calendar.None}
	asked := refsOf(facts, b.On)
	for _, t := range s.threads {
		e.Deadlines = append(e.Deadlines, b.deadlines(s, t, asked)...)
	}
	for _, agency := range src.letter.With {
		e.Partners = append(e.Partners, Partner{Agency: agency, Letter: true})
	}
	e.lay(facts, b.On)
	e.judge(b.Register, s.returns(b, e))
	return e
}

// refsOf is the deadlines that facts of the day or before are about.
func refsOf(facts []Fact, on calendar.Date) map[Ref]bool {
	refs := map[Ref]bool{}
	for _, f := range facts {
		if f.On <= on {
			refs[refOf(f.Body)] = true
		}
	}
	return refs
}

// first is the edition with the earliest day that has the assignment.
func (b *builder) first(s *strand) *directive.Edition {
	var first *directive.Edition
	for _, e := range b.known {
		if s.in[e] != nil && (first == nil || e.From < first.From) {
			first = e
		}
	}
	return first
}

// given is the day it was given: that of the first edition that has it, unless signs say
// that an edition that is not known had it before.
func (b *builder) given(s *strand) calendar.Date {
	first := b.first(s)
	if s.in[first].origin == Earlier {
		return calendar.None
	}
	for _, e := range b.known {
		if e.Letter.Year == first.Letter.Year && e.From < first.From {
			return first.From
		}
	}
	passed := func(d directive.Deadline) bool { return d.Date != calendar.None && d.Date < first.From }
	if first.Letter.Amends || slices.ContainsFunc(s.in[first].letter.Deadlines, passed) {
		return calendar.None
	}
	return first.From
}

// returns says whether a series goes on with years that are not among the entry's
// deadlines, beyond the horizon.
func (s *strand) returns(b *builder, e *Entry) bool {
	for _, t := range s.threads {
		ed, dropped := latestOf(b, t.in)
		if ed == nil || dropped != "" || !t.in[ed].Yearly {
			continue
		}
		d := t.in[ed]
		if d.Until == 0 {
			return true
		}
		for y := firstYear(ed, d); y <= d.Until; y++ {
			if e.find(Ref{Assignment: s.id, Kind: t.kind, No: t.no, Year: y}) == nil {
				return true
			}
		}
	}
	return false
}

// in is the date of a deadline that returns, in a year.
func in(d directive.Deadline, year int) calendar.Date {
	day := d.Date.AddYears(year - d.Date.Year())
	if d.Precision == directive.ToMonth {
		return day.EndOfMonth()
	}
	return day
}

// deadlines is a thread as of the day: one deadline, or of a series that returns one for
// each year until the horizon, and those beyond it that facts are about.
func (b *builder) deadlines(s *strand, t *thread, asked map[Ref]bool) []*Deadline {
	editions := applied(b, t.in)
	if len(editions) == 0 {
		return nil
	}
	ref := Ref{Assignment: s.id, Kind: t.kind, No: t.no}
	if !t.last.Yearly { // a thread is a series in all editions or in none
		return []*Deadline{b.deadline(s, t, ref, editions)}
	}
	first, last := 0, b.Horizon.Year()
	for _, e := range editions {
		if y := firstYear(e, t.in[e]); first == 0 || y < first {
			first = y
		}
	}
	for r := range asked {
		if r.Kind == t.kind && r.No == t.no {
			last = max(last, r.Year)
		}
	}
	var all []*Deadline
	for y := first; y <= last; y++ {
		covers := slices.DeleteFunc(slices.Clone(editions), func(e *directive.Edition) bool {
			d := t.in[e]
			return y < firstYear(e, d) || d.Until != 0 && y > d.Until
		})
		if len(covers) == 0 {
			continue
		}
		ref.Year = y
		d := b.deadline(s, t, ref, covers)
		if asked[ref] || d.Date <= b.Horizon && y <= b.Horizon.Year() {
			all = append(all, d)
		}
	}
	return all
}

func firstYear(e *directive.Edition, d directive.Deadline) int {
	if d.Date == calendar.None {
		return e.Letter.Year
	}
	return d.Date.Year()
}

// deadline is one deadline, or one year's, by the editions that have it, in the order they
// apply from.
func (b *builder) deadline(s *strand, t *thread, ref Ref, editions []*directive.Edition) *Deadline {
	d := &Deadline{Ref: ref, NextBankDay: calendar.None}
	printed := calendar.None
	first, given := b.first(s), b.given(s)
	for i, e := range editions {
		date := t.in[e].Date
		if ref.Year != 0 && date != calendar.None {
			// What has passed of a series is not moved by a new day for the series.
			if date = in(t.in[e], ref.Year); i > 0 && printed < e.From {
				date = printed
			}
		}
		if i == 0 || date != printed {
			since := e.From
			if e == first && given == calendar.None {
				since = calendar.None
			}
			d.Changes = append(d.Changes, Change{Date: date, Since: since, By: e.ID})
		}
		printed = date
	}
	has := map[*directive.Edition]bool{}
	for _, e := range editions {
		has[e] = true
	}
	e, dropped := latestOf(b, has)
	d.Letter, d.Edition, d.Dropped, d.Precision = t.in[e], e.ID, dropped, t.in[e].Precision
	a := &s.in[e].letter
	if d.To = d.Letter.To; len(d.To) == 0 {
		d.To = a.To
	}
	self := b.Agency
	if self == "" {
		self = e.Letter.Agency
	}
	if d.By = d.Letter.By; d.By == "" && d.Letter.Joint {
		d.By = a.Coordinator
	}
	if d.By == self {
		d.By = ""
	}
	return d
}
