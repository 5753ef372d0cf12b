package assignment

import (
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
)

// guard judges one fact by the stream it would join.
type guard struct {
	register *Register // whose editions there are
	stream   []journal.Event
	today    calendar.Date
	now      calendar.Instant
	id       string
	on       calendar.Date
	body     Body

	entry *Entry // as it is today
	then  *Entry // as it was on the day of the fact; nil before an edition with it applied
}

func (g *guard) refuse(code, format string, args ...any) error {
	return &Refusal{Assignment: g.id, Code: code, Why: fmt.Sprintf(format, args...)}
}

// at is the entry as of a day, by all that is known now.
func (g *guard) at(day calendar.Date) (*Entry, error) {
	p := g.register.Parameters
	if ref := refOf(g.body); ref.Year != 0 && ref.Year <= day.Year()+5 {
		p.Horizon = calendar.Later(p.Horizon, calendar.New(ref.Year, 12, 31))
	}
	known := g.now // another program's clock may be ahead of this one's
	for i := range g.stream {
		known = max(known, g.stream[i].RecordedAt)
	}
	strand, err := build(g.register.editions, g.stream, day, known, p, g.id)
	if err != nil {
		return nil, err
	}
	return strand.Entry(g.id), nil
}

// check says whether the fact stands already, or why it may not be recorded.
func (g *guard) check() (stands bool, err error) {
	if g.entry, err = g.at(g.today); err != nil {
		return false, err
	}
	if g.entry == nil {
		return false, g.refuse("unknown", "no confirmed edition that applies has an assignment %q; take the letter in and confirm it, or look the id up in the register", g.id)
	}
	ref := refOf(g.body)
	if !ref.IsNone() && g.entry.find(ref) == nil {
		return false, g.refuse("unknown-deadline", "it has no deadline %s; it has %s", ref, g.entry.refs())
	}
	if g.stands() {
		return true, nil
	}
	if g.then, err = g.at(g.on); err != nil {
		return false, err
	}
	if err := g.contradicts(); err != nil {
		return false, err
	}
	state := Open // before an edition known applied: the assignment was given earlier
	if g.then != nil {
		state = g.then.State
	}
	if !may(state, g.body.kind()) {
		return false, g.notNow(state)
	}
	return false, nil
}

// droppedThen is the edition that on the day of the fact no longer had the deadline, "" when
// it was still asked for.
func (g *guard) droppedThen(ref Ref) string {
	if g.then == nil {
		return ""
	}
	if d := g.then.find(ref); d != nil {
		return d.Dropped
	}
	return ""
}

// notNow is the refusal of what the state of the day does not allow.
func (g *guard) notNow(state State) error {
	then := g.then
	switch {
	case state == Closed:
		return g.refuse("closed", "it was closed on %s (%s); strike number %d of %s first if that was wrong", then.Closed.On, then.Closed.Reason, then.Closed.Event, Stream(g.id))
	case state == Dropped:
		return g.refuse("dropped", "edition %s no longer has it", then.Dropped)
	}
	return g.refuse("not-now", "it was %s on %s, and %s may not be recorded then", state, g.on, g.body.kind())
}

// stands says whether the same fact stands already.
func (g *guard) stands() bool {
	subject, replaces := about(g.body)
	var last Body
	for _, f := range g.entry.Facts {
		if f.Struck != 0 || f.Body.kind() != g.body.kind() {
			continue
		}
		if !replaces {
			if f.On == g.on && same(f.Body, g.body) {
				return true
			}
			continue
		}
		if s, _ := about(f.Body); s == subject && f.On <= g.on {
			last = f.Body
		}
	}
	return last != nil && same(last, g.body)
}

func same(a, b Body) bool {
	x, err := journal.Body(a)
	y, err2 := journal.Body(b)
	return err == nil && err2 == nil && x == y
}

// contradicts is the refusal of a fact that what stands speaks against.
func (g *guard) contradicts() error {
	e := g.entry
	switch b := g.body.(type) {
	case Start:
		if e.Started != calendar.None && g.on >= e.Started {
			return g.refuse("started-already", "it started on %s; strike that first if it was wrong", e.Started)
		}
		return g.beforeGiven("started")
	case Deliver:
		return g.delivery(b)
	case Extend:
		return g.extension(b)
	case SetReminder:
		return g.reminder(b)
	case SetPartner:
		if b.Removed && !slices.ContainsFunc(e.Partners, func(p Partner) bool { return p.Agency == b.Agency && !p.Removed }) {
			return g.refuse("no-partner", "%s is not among those who take part", b.Agency)
		}
	case SetSuccession:
		return g.succession(b)
	case Close:
		if e.Closed != nil && e.State == Closed {
			return g.refuse("closed", "it was closed on %s (%s)", e.Closed.On, e.Closed.Reason)
		}
		return g.beforeGiven("closed")
	case Strike:
		return g.strike(b)
	}
	return nil
}

func (g *guard) beforeGiven(what string) error {
	if given := g.entry.Given; given != calendar.None && g.on < given {
		return g.refuse("before-given", "it was given on %s and cannot have been %s on %s", given, what, g.on)
	}
	return nil
}

func (g *guard) delivery(b Deliver) error {
	e := g.entry
	old := e.Whole
	switch {
	case !b.For.IsNone():
		old = e.find(b.For).Delivery
		if by := g.droppedThen(b.For); old == nil && by != "" {
			return g.refuse("dropped", "edition %s no longer had the deadline %s on %s", by, b.For, g.on)
		}
	case len(e.Deadlines) > 0:
		return g.refuse("which-deadline", "say which deadline was delivered: %s", e.refs())
	}
	if old != nil {
		return g.refuse("delivered-already", "it was delivered on %s (%s); file what came later as a document, or strike number %d of %s if that was wrong",
			old.On, strings.TrimSpace(old.Diary+" "+old.Receipt), old.Event, Stream(g.id))
	}
	return g.beforeGiven("delivered")
}

func (g *guard) extension(b Extend) error {
	d, by := g.entry.find(b.For), g.droppedThen(b.For)
	switch {
	case by != "":
		return g.refuse("dropped", "edition %s no longer had the deadline %s on %s", by, b.For, g.on)
	case d.Delivery != nil && d.Delivery.On <= g.on:
		return g.refuse("delivered-already", "%s was delivered on %s, before the decision of %s", b.For, d.Delivery.On, g.on)
	case d.Date == b.Date:
		return g.refuse("same-date", "%s is due on %s already", b.For, b.Date)
	}
	return g.beforeGiven("extended")
}

func (g *guard) reminder(b SetReminder) error {
	if !b.Removed {
		return nil
	}
	b.Removed = false
	set := false
	for _, f := range g.entry.Facts {
		if x, ok := f.Body.(SetReminder); ok && f.Struck == 0 {
			removed := x.Removed
			if x.Removed = false; x == b {
				set = !removed
			}
		}
	}
	if !set {
		return g.refuse("no-reminder", "there is no reminder %d days before to %s to take away", b.Days, b.To)
	}
	return nil
}

// succession: the earlier assignment is one of the register, and links do not go round, as
// far as the register knows them.
func (g *guard) succession(b SetSuccession) error {
	if b.Earlier == g.id {
		return g.refuse("itself", "it does not continue itself")
	}
	if g.register.Entry(b.Earlier) == nil {
		return g.refuse("unknown-earlier", "no confirmed edition has an assignment %q", b.Earlier)
	}
	if !b.Not && g.register.continues(b.Earlier, g.id, map[string]bool{}) {
		return g.refuse("round", "%s itself continues %s, so it is not the earlier one", b.Earlier, g.id)
	}
	return nil
}

// continues says whether one assignment continues another, directly or over others.
func (r *Register) continues(later, earlier string, seen map[string]bool) bool {
	e := r.Entry(later)
	if e == nil || seen[later] {
		return false
	}
	seen[later] = true
	return slices.ContainsFunc(e.Succession, func(l Link) bool {
		return l.Earlier == earlier || r.continues(l.Earlier, earlier, seen)
	})
}

func (g *guard) strike(b Strike) error {
	for _, f := range g.entry.Facts {
		if f.Event != b.Event {
			continue
		}
		if _, ok := f.Body.(Strike); ok {
			return g.refuse("strike-of-strike", "number %d is itself a strike; record the fact again instead", b.Event)
		}
		if f.Struck != 0 {
			return g.refuse("struck-already", "number %d was struck by number %d", b.Event, f.Struck)
		}
		return nil
	}
	return g.refuse("no-fact", "%s has no number %d to strike", Stream(g.id), b.Event)
}

// refs lists the entry's deadlines, for a message.
func (e *Entry) refs() string {
	if len(e.Deadlines) == 0 {
		return "none"
	}
	var all []string
	for _, d := range e.Deadlines {
		s := d.Ref.String()
		if d.Date != calendar.None {
			s += " (" + d.Date.String() + ")"
		}
		all = append(all, s)
	}
	return strings.Join(all, ", ")
}
