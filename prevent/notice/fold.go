package notice

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
)

// State is where a notice stands.
type State string

// The states.
const (
	ToPlace   State = "to-place"  // no benefit is reached: a person decides which it concerns
	Waiting   State = "waiting"   // benefits are reached, and none has begun
	UnderWay  State = "under-way" // some benefit has begun or answered, and some has not answered
	Answered  State = "answered"  // every benefit that was reached has answered
	Withdrawn State = "withdrawn" // the person took it back
	Closed    State = "closed"    // ended with a reason before all had answered
)

// States is every state, what is open first.
func States() []State { return []State{ToPlace, Waiting, UnderWay, Answered, Withdrawn, Closed} }

// IsOpen says whether something is still to be done.
func (s State) IsOpen() bool { return s == ToPlace || s == Waiting || s == UnderWay }

// Part is what one benefit has with a notice.
type Part struct {
	Benefit    benefit.Code
	Engagement Engagement
	ReachedOn  calendar.Date
	// Placed: a person decided that the benefit is concerned; else the table did.
	Placed bool
	// Lifted is the day a correction showed that it is not concerned; None while it is.
	Lifted calendar.Date
	Taken  *Taking
	Answer *Answering
	// TakeBy and AnswerBy are the agency's own goals; None when none is known.
	TakeBy, AnswerBy calendar.Date
	Payment          Payment
	// Effect is the row of the table, as the program has it; HasEffect is false for a
	// benefit a person placed and the table does not know.
	Effect    Effect
	HasEffect bool
	Since     Since
}

// Taking is when and by whom a benefit began.
type Taking struct {
	Take
	On    calendar.Date
	Actor string
	Event int32
}

// Answering is when and by whom a benefit answered.
type Answering struct {
	Answer
	On    calendar.Date
	Actor string
	Event int32
}

// IsOpen says whether the benefit has still to answer.
func (p *Part) IsOpen() bool { return p.Answer == nil && p.Lifted == calendar.None }

// Late is how many days after the agency's goal the answer came, or is by a day; 0 when it
// is in time or no goal is known.
func (p *Part) Late(on calendar.Date) int {
	until := on
	if p.Answer != nil {
		until = p.Answer.On
	}
	if p.AnswerBy == calendar.None || p.Lifted != calendar.None {
		return 0
	}
	return max(0, int(until-p.AnswerBy))
}

// Ending is a withdrawal or a closing.
type Ending struct {
	On    calendar.Date
	Why   string
	Actor string
	Event int32
}

// Notice is a notice as of a day, as known at an instant.
type Notice struct {
	ID         string
	Party      identity.Number
	On         calendar.Date
	ReceivedOn calendar.Date
	ReceivedAt calendar.Instant // when it became known here
	ReceivedBy string
	Received   Receive // as it came in
	Stated     Stated  // as it stands after corrections
	// Corrected is how many corrections hold.
	Corrected int
	State     State
	Parts     []*Part // in the order of the catalogue of benefits
	Untouched []Untouched
	Withdrawn *Ending
	Closed    *Ending
	// LastReportDay is the person's last day to report; None when not known.
	LastReportDay calendar.Date
	Duty          Duty
	LateDays      int // of the person
	Facts         []Fact

	first int32 // the number of the fact it begins with
}

// Part is a benefit's part; nil when the benefit was not reached.
func (n *Notice) Part(b benefit.Code) *Part {
	i := slices.IndexFunc(n.Parts, func(p *Part) bool { return p.Benefit == b })
	if i < 0 {
		return nil
	}
	return n.Parts[i]
}

// FirstAction is the day the first benefit took or answered it; None when none has.
func (n *Notice) FirstAction() calendar.Date {
	first := calendar.None
	for _, p := range n.Parts {
		for _, day := range p.actions() {
			if first == calendar.None || day < first {
				first = day
			}
		}
	}
	return first
}

func (p *Part) actions() (days []calendar.Date) {
	if p.Taken != nil {
		days = append(days, p.Taken.On)
	}
	if p.Answer != nil {
		days = append(days, p.Answer.On)
	}
	return days
}

// LastAnswer is the day the last benefit answered; None until all have.
func (n *Notice) LastAnswer() calendar.Date {
	last := calendar.None
	if n.State != Answered {
		return last
	}
	for _, p := range n.Parts {
		if p.Answer != nil {
			last = calendar.Later(last, p.Answer.On)
		}
	}
	return last
}

// Age is the days since it was received.
func (n *Notice) Age() int { return int(n.On - n.ReceivedOn) }

// Fold is a notice as of the end of a day, as known at an instant. It is nil when it had not
// been received then. The facts are those of one notice, in any order: they are taken by
// their day and, within a day, by their ordinal.
func Fold(facts []Fact, on calendar.Date, knownAt calendar.Instant, terms Terms) *Notice {
	known := make([]Fact, 0, len(facts))
	for _, f := range facts {
		if f.KnownAt <= knownAt {
			known = append(known, f)
		}
	}
	slices.SortStableFunc(known, func(a, b Fact) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.Event, b.Event))
	})
	strike(known)
	n := begin(known, on)
	if n == nil {
		return nil
	}
	for i := range known {
		if c, ok := known[i].Body.(Correct); ok && known[i].Struck == 0 {
			n.Stated, n.Corrected = c.Stated, n.Corrected+1
		}
	}
	for i := range known {
		if known[i].On > on {
			break
		}
		if known[i].Struck == 0 {
			known[i].Loose = n.apply(&known[i])
		}
		n.Facts = append(n.Facts, known[i])
	}
	n.judge(terms)
	return n
}

// strike marks the facts that are struck. The first fact and strikes stay.
func strike(facts []Fact) {
	for i := range facts {
		s, ok := facts[i].Body.(Strike)
		if !ok {
			continue
		}
		for k := range facts {
			_, strikes := facts[k].Body.(Strike)
			_, first := facts[k].Body.(Receive)
			if facts[k].Event == s.Event && !strikes && !first {
				facts[k].Struck = facts[i].Event
			}
		}
	}
}

// begin finds the first fact; nil when it was not there on the day.
func begin(facts []Fact, on calendar.Date) *Notice {
	for _, f := range facts {
		if r, ok := f.Body.(Receive); ok {
			if f.On > on {
				return nil
			}
			return &Notice{ID: f.Notice, Party: f.Party, On: on, ReceivedOn: f.On, ReceivedAt: f.KnownAt, ReceivedBy: f.Actor, Received: r, Stated: r.Stated, first: f.Event}
		}
	}
	return nil
}

// apply adds one fact, or says why it has no place.
func (n *Notice) apply(f *Fact) (loose string) {
	if f.On < n.ReceivedOn {
		return "it lies before the day the notice was received"
	}
	_, isAnswer := f.Body.(Answer)
	_, isTake := f.Body.(Take)
	_, isPlace := f.Body.(Place)
	if (isAnswer || isTake || isPlace) && (n.Withdrawn != nil || n.Closed != nil) {
		return "the notice had been withdrawn or closed"
	}
	switch b := f.Body.(type) {
	case Receive:
		return n.receive(f, b)
	case Place:
		for _, e := range b.Benefits {
			n.reach(e, f.On, true)
		}
	case Correct:
		n.correct(f, b)
	case Take:
		p := n.Part(b.Benefit)
		if p == nil || !p.IsOpen() || p.Taken != nil {
			return b.Benefit.String() + " was not waiting for it"
		}
		p.Taken = &Taking{Take: b, On: f.On, Actor: f.Actor, Event: f.Event}
	case Answer:
		p := n.Part(b.Benefit)
		if p == nil || !p.IsOpen() {
			return b.Benefit.String() + " had nothing to answer"
		}
		p.Answer = &Answering{Answer: b, On: f.On, Actor: f.Actor, Event: f.Event}
	case Withdraw:
		return end(&n.Withdrawn, f, b.Why)
	case Close:
		return end(&n.Closed, f, b.Why)
	}
	return ""
}

func end(to **Ending, f *Fact, why string) (loose string) {
	if *to != nil {
		return "it was said already"
	}
	*to = &Ending{On: f.On, Why: why, Actor: f.Actor, Event: f.Event}
	return ""
}

func (n *Notice) receive(f *Fact, b Receive) (loose string) {
	if f.Event != n.first {
		return "the notice had been received already"
	}
	for _, code := range b.Reached {
		n.reach(engagementOf(b.Benefits, code), f.On, false)
	}
	return ""
}

func engagementOf(all []Engagement, code benefit.Code) Engagement {
	for _, e := range all {
		if e.Benefit == code {
			return e
		}
	}
	return Has(code)
}

// reach adds a benefit, or makes one that was lifted concerned again.
func (n *Notice) reach(e Engagement, on calendar.Date, placed bool) {
	if p := n.Part(e.Benefit); p != nil {
		if p.Lifted != calendar.None && p.Taken == nil { // nobody has begun, so the days begin anew
			p.ReachedOn = on
		}
		p.Lifted, p.Placed = calendar.None, p.Placed || placed
		return
	}
	n.Parts = append(n.Parts, &Part{Benefit: e.Benefit, Engagement: e, ReachedOn: on, Placed: placed, Lifted: calendar.None})
}

// correct reaches the benefits of what is stated now, and lifts those the table reached
// before that have not answered and are not among them.
func (n *Notice) correct(f *Fact, b Correct) {
	for _, code := range b.Reached {
		n.reach(engagementOf(n.Received.Benefits, code), f.On, false)
	}
	for _, p := range n.Parts {
		if !slices.Contains(b.Reached, p.Benefit) && !p.Placed && p.Answer == nil && p.Lifted == calendar.None {
			p.Lifted = f.On
		}
	}
}

// judge finds the state, the deadlines and what was not reached.
func (n *Notice) judge(terms Terms) {
	slices.SortFunc(n.Parts, func(a, b *Part) int { return cmp.Compare(a.Benefit, b.Benefit) })
	n.LastReportDay, n.Duty, n.LateDays = terms.judgeDuty(n.Received, n.Stated, n.ReceivedOn)
	begun, open, concerned := false, false, 0
	for _, p := range n.Parts {
		p.TakeBy, p.AnswerBy = terms.TakeBy(p.ReachedOn), terms.AnswerBy(p.Benefit, p.ReachedOn)
		p.Payment = judgePayment(p, n.On)
		if p.Effect, p.HasEffect = EffectOn(n.Stated.Circumstance, p.Benefit); p.HasEffect {
			p.Since = p.Effect.Since(n.Stated.TrueFrom, n.ReceivedOn, n.Received.Source, p.Engagement)
		} else {
			p.Since = Effect{From: FromOpen, FromConfidence: 'U'}.Since(n.Stated.TrueFrom, n.ReceivedOn, n.Received.Source, p.Engagement)
		}
		if p.Lifted != calendar.None {
			continue
		}
		concerned++
		open = open || p.IsOpen()
		begun = begun || len(p.actions()) > 0
	}
	switch {
	case n.Withdrawn != nil:
		n.State = Withdrawn
	case n.Closed != nil:
		n.State = Closed
	case concerned == 0:
		n.State = ToPlace
	case !open:
		n.State = Answered
	case begun:
		n.State = UnderWay
	default:
		n.State = Waiting
	}
	n.untouched()
}

func (n *Notice) untouched() {
	for _, e := range n.Received.Benefits {
		effect, has := EffectOn(n.Stated.Circumstance, e.Benefit)
		u := Untouched{Engagement: e, Why: NotReached}
		p := n.Part(e.Benefit)
		switch {
		case p != nil && p.Lifted == calendar.None:
			continue
		case p != nil:
			u.Why = NowLifted
		case has && effect.Action == None:
			u.Why = KnownNone
		case has && !slices.Contains(Reach(n.Stated, n.ReceivedOn, []Engagement{e}), e.Benefit):
			u.Why = EndedAlready
		case !has:
			u.Why = NoRow
		}
		n.Untouched = append(n.Untouched, u)
	}
}
