package access

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
)

// The errors of recording. A *Refusal is the answer to what the rules do not allow.
var (
	ErrNobody = errors.New("access: who records it is to be named")
	ErrBody   = errors.New("access: it cannot be recorded")
)

// Refusal is a fact that the rules do not allow, and why.
type Refusal struct {
	Code string // for programs
	Why  string // for people, in English
	Law  statute.Ref
}

func (r *Refusal) Error() string {
	if r.Law == "" {
		return "access: " + r.Why
	}
	return "access: " + r.Why + " (" + string(r.Law) + ")"
}

func refuse(code string, law statute.Ref, format string, args ...any) error {
	return &Refusal{Code: code, Why: fmt.Sprintf(format, args...), Law: law}
}

// Command is facts of staff and rights to be recorded, all or none.
type Command struct {
	Bodies []Body
	Actor  string // the id of who records
	Cause  string
	Key    string // makes the command idempotent; "" gives no protection
	DryRun bool
	// Parameters is the limits in force; nil is the program's own.
	Parameters *statute.Parameters
}

// Record stores facts of staff and rights. The rules: only an access administrator records
// staff, grants and ends, and never anything of himself or herself, also not through
// somebody whose delegate the administrator is; who delegates, or an administrator for
// him or her, hands on only what he or she has; a tie is told by the person or an administrator, and taken
// away by another. As long as nobody is an administrator, staff and the first
// administrators are recorded by whoever runs the program.
//
// The error is a *Refusal, ErrNobody or ErrBody; nothing is then stored. An Override is
// taken with TakeOverride.
func Record(ctx context.Context, j *journal.Journal, c Command) (journal.Receipt, error) {
	if c.Actor == "" {
		return journal.Receipt{}, ErrNobody
	}
	if len(c.Bodies) == 0 {
		return journal.Receipt{}, fmt.Errorf("%w: there is nothing to record", ErrBody)
	}
	var input strings.Builder
	texts, bodies := make([]string, len(c.Bodies)), make([]Body, len(c.Bodies))
	for i, b := range c.Bodies {
		b = whole(b)
		if _, ok := b.(Override); ok {
			return journal.Receipt{}, fmt.Errorf("%w: an override is taken with TakeOverride", ErrBody)
		}
		if err := b.check(); err != nil {
			return journal.Receipt{}, fmt.Errorf("%w: number %d: %w", ErrBody, i+1, err)
		}
		text, err := journal.Body(b)
		if err != nil {
			return journal.Receipt{}, err
		}
		bodies[i], texts[i] = b, text
		input.WriteString(b.kind() + " " + text + "\n")
	}
	p, err := parametersOr(c.Parameters)
	if err != nil {
		return journal.Receipt{}, err
	}
	return j.Do(ctx, journal.Command{Stream: Stream, Key: c.Key, Input: input.String(), DryRun: c.DryRun,
		Rule: func(stream []journal.Event) ([]journal.New, error) {
			facts, err := factsOf(stream)
			if err != nil {
				return nil, err
			}
			d := &decision{book: NewBook(facts...), actor: c.Actor, now: calendar.InstantOf(j.Now()), parameters: p}
			return d.events(bodies, texts, c.Cause)
		}})
}

func parametersOr(p *statute.Parameters) (*statute.Parameters, error) {
	if p != nil {
		return p, nil
	}
	return statute.Load()
}

// whole takes the zero date, which is a day of 1970, for an end that is left out.
func whole(b Body) Body {
	switch x := b.(type) {
	case Staff:
		x.To = orOpen(x.To)
		return x
	case Grant:
		x.To = orOpen(x.To)
		x.Benefits = slices.Clone(x.Benefits)
		slices.Sort(x.Benefits)
		return x
	}
	return b
}

func orOpen(d calendar.Date) calendar.Date {
	if d == 0 {
		return calendar.None
	}
	return d
}

// decision is one command being judged: the book grows by its facts as they are judged.
type decision struct {
	book       *Book
	actor      string
	now        calendar.Instant
	parameters *statute.Parameters
	first      bool // there was no administrator when the command began
}

func (d *decision) events(bodies []Body, texts []string, cause string) (events []journal.New, err error) {
	d.first = !d.book.hasAdministrator(d.now)
	for i, b := range bodies {
		stands, err := d.judge(b)
		if err != nil {
			if len(bodies) > 1 {
				err = fmt.Errorf("number %d: %w", i+1, err)
			}
			return nil, err
		}
		if stands {
			continue
		}
		events = append(events, journal.New{Kind: b.kind(), OccurredOn: b.on(), Actor: d.actor, Cause: cause, Body: texts[i]})
		d.book.add(Fact{On: b.on(), KnownAt: d.now, Actor: d.actor, Body: b})
	}
	return events, nil
}

// hasAdministrator says whether somebody may administer on the day of an instant.
func (b *Book) hasAdministrator(now calendar.Instant) bool {
	for id := range b.staff {
		if b.mayOwn(id, Administer, now) {
			return true
		}
	}
	return false
}

// mayOwn says whether one of the staff holds a function by a grant of his or her own.
func (b *Book) mayOwn(id, function string, now calendar.Instant) bool {
	_, here := b.Staff(id, now.Date(), now)
	return here && anyHas(b.Grants(id, now.Date(), now), function)
}

// judge says whether a fact may be recorded, and whether it stands already.
func (d *decision) judge(b Body) (stands bool, err error) {
	switch x := b.(type) {
	case Staff:
		return d.staff(x)
	case Left:
		return d.left(x)
	case Grant:
		return d.grant(x)
	case Delegation:
		return d.delegation(x)
	case Tie:
		return d.tie(x)
	case Ended:
		return d.end(x)
	}
	return false, fmt.Errorf("%w: the kind %s is not recorded so", ErrBody, b.kind())
}

// administers refuses who is no administrator, and one who acts in his or her own matter.
// Whom it is about may be an id that is not there yet.
func (d *decision) administers(about string, number identity.Number) error {
	if d.first {
		return nil
	}
	if !d.book.mayOwn(d.actor, Administer, d.now) {
		return refuse("not-administrator", "SFB 114:13", "%s is not an access administrator today", d.actor)
	}
	numbers := append(d.book.numbers(about, d.now), number)
	for _, id := range d.book.Behind(d.actor, d.now.Date(), d.now) {
		own := append(d.book.numbers(id, d.now), d.book.tiesOf(id, d.now.Date(), d.now)...)
		if id == about || slices.ContainsFunc(own, func(n identity.Number) bool { return n != identity.None && slices.Contains(numbers, n) }) {
			return refuse("own", "FL 16", "nobody decides on his or her own access, on that of somebody near, or for whom he or she acts: another administrator does it")
		}
	}
	return nil
}

// errFirst: without an administrator there is only one way to begin.
var errFirst = refuse("first", "SFB 114:13", "nobody is an access administrator; the first grants are of the role administrator, and the administrators do the rest")

func (d *decision) staff(s Staff) (bool, error) {
	if err := d.administers(s.ID, s.Number); err != nil {
		return false, err
	}
	days := calendar.Period{From: s.From, To: s.To}
	for _, id := range d.book.ids[s.Number] {
		for _, o := range d.book.Spells(id, d.now) {
			if id != s.ID && o.Number == s.Number && days.Overlaps(calendar.Period{From: o.From, To: o.To}) {
				return false, refuse("two-ids", "", "the person with the number %s is %s already in these days; one person has one id at a time", s.Number.Masked(), id)
			}
		}
	}
	return slices.Contains(d.book.Spells(s.ID, d.now), s), nil
}

func (d *decision) left(l Left) (bool, error) {
	if d.first {
		return false, errFirst
	}
	if err := d.administers(l.Staff, identity.None); err != nil {
		return false, err
	}
	spells := d.book.Spells(l.Staff, d.now)
	if len(spells) == 0 {
		return false, refuse("unknown", "", "nobody of the staff has the id %q", l.Staff)
	}
	last := spells[len(spells)-1]
	return last.To != calendar.None && last.To <= l.Last, nil
}

// idOf is the id of what can be ended; "" for other facts.
func idOf(b Body) string {
	switch x := b.(type) {
	case Grant:
		return x.ID
	case Delegation:
		return x.ID
	case Tie:
		return x.ID
	case Override:
		return x.ID
	}
	return ""
}

func (d *decision) grant(g Grant) (bool, error) {
	if err := d.administers(g.Staff, identity.None); err != nil {
		return false, err
	}
	if d.first && g.Role != "administrator" {
		return false, errFirst
	}
	if len(d.book.staff[g.Staff]) == 0 {
		return false, refuse("unknown", "", "nobody of the staff has the id %q; record the person first", g.Staff)
	}
	return d.fresh(g.ID, func(o Body) bool { was, ok := o.(Grant); return ok && equalGrants(was, g) })
}

func equalGrants(a, b Grant) bool {
	return a.ID == b.ID && a.Staff == b.Staff && a.Role == b.Role && slices.Equal(a.Benefits, b.Benefits) && a.Unit == b.Unit && a.From == b.From && a.To == b.To && a.Why == b.Why
}

// fresh refuses an id that something else has; what is the same stands.
func (d *decision) fresh(id string, same func(Body) bool) (stands bool, err error) {
	o, used := d.book.named[id]
	if used && !same(o) {
		return false, refuse("id-used", "", "the id %q is used for something else; give it another", id)
	}
	return used, nil
}

func (d *decision) delegation(x Delegation) (bool, error) {
	if x.Giver != d.actor {
		if d.first {
			return false, errFirst
		}
		if err := d.administers(x.Taker, identity.None); err != nil {
			return false, err
		}
	}
	_, giver := d.book.Staff(x.Giver, x.From, d.now)
	_, taker := d.book.Staff(x.Taker, x.From, d.now)
	held := d.book.Grants(x.Giver, x.From, d.now)
	switch {
	case !giver || !taker:
		return false, refuse("unknown", "", "both %s and %s are to be staff on %s", x.Giver, x.Taker, x.From)
	case !slices.ContainsFunc(held, func(g Grant) bool { return x.Role == "" || g.Role == x.Role }):
		return false, refuse("not-held", "SFB 114:13", "%s does not hold the role on %s, and nobody hands on more than he or she has", x.Giver, x.From)
	}
	most, err := d.parameters.Value(statute.DelegationDays, x.From)
	if err != nil {
		return false, err
	}
	if n, _ := (calendar.Period{From: x.From, To: x.To}).Days(); int64(n) > most.Int64 {
		return false, refuse("too-long", "SFB 114:13", "a delegation is for at most %d days, not %d: a lasting right is a grant", most.Int64, n)
	}
	return d.fresh(x.ID, func(o Body) bool { return o == Body(x) })
}

func (d *decision) tie(x Tie) (bool, error) {
	if _, here := d.book.Staff(x.Staff, d.now.Date(), d.now); !here {
		return false, refuse("unknown", "", "nobody of the staff has the id %q today", x.Staff)
	}
	if x.Staff != d.actor && !d.book.mayOwn(d.actor, Administer, d.now) {
		return false, refuse("not-own", "FL 18", "a tie is told by the person, or by an access administrator")
	}
	return d.fresh(x.ID, func(o Body) bool { return o == Body(x) })
}

func (d *decision) end(e Ended) (bool, error) {
	o, ok := d.book.named[e.ID]
	if !ok {
		return false, refuse("unknown", "", "there is no grant, delegation or tie %q", e.ID)
	}
	switch x := o.(type) {
	case Grant:
		if d.first && x.Staff != d.actor {
			return false, errFirst
		}
		if err := d.administers(x.Staff, identity.None); err != nil && x.Staff != d.actor { // a right can be given back by who has it
			return false, err
		}
		return ends(d.book, x.ID, x.To, e, d.now), nil
	case Delegation:
		if x.Giver != d.actor && x.Taker != d.actor && !d.book.mayOwn(d.actor, Administer, d.now) {
			return false, refuse("not-giver", "SFB 114:13", "a delegation is ended by %s, by %s or by an access administrator", x.Giver, x.Taker)
		}
		return ends(d.book, x.ID, x.To, e, d.now), nil
	case Tie: // whose absence would open a matter for the person
		if err := d.administers(x.Staff, identity.None); err != nil {
			return false, err
		}
		if d.first {
			return false, errFirst
		}
		return ends(d.book, x.ID, calendar.None, e, d.now), nil
	}
	return false, refuse("unknown", "", "%q cannot be ended so", e.ID)
}

// ends says whether something has ended by the day already.
func ends(b *Book, id string, to calendar.Date, e Ended, now calendar.Instant) bool {
	last := b.lastOf(id, to, now)
	return last != calendar.None && last <= e.Last
}
