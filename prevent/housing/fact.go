package housing

import (
	"fmt"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// The kinds of facts. What was decided and paid, and each settlement, is a stream of its own
// under the applicant, so that a mass write that was stopped is completed by doing it again.
const (
	KindDecided  = "housing.decided/1"  // what was decided and paid of a year
	KindSettled  = "housing.settled/1"  // a year's final allowance
	KindConcerns = "housing.concerns/1" // under the spouse: whose household

	decidedPrefix  = "housing/"
	settledPrefix  = "housing-final/"
	concernsPrefix = "housing-spouse/"
)

// The agency's own streams (party 0): which files were taken in, and which settlements were run.
const (
	KindIntake = "housing.intake/1"
	KindRun    = "housing.run/1"

	intakesStream = "housing-intakes"
	runsStream    = "housing-runs"
	intakePrefix  = "housing-intake/"
	notesName     = "housing." // begins the kinds of the notes around a mass write
)

// DecidedStream is where a file tells of a household's year.
func DecidedStream(household string, year int, intake string) string {
	return fmt.Sprintf("%s%s/%d/%s", decidedPrefix, household, year, intake)
}

// SettledStream is where a run settles it.
func SettledStream(household, run string) string {
	return settledPrefix + household + "/" + run
}

// stretchBody is months of which everything is the same. Amounts are öre.
type stretchBody struct {
	From         time.Month    `json:"from"`
	To           time.Month    `json:"to"`
	Form         Form          `json:"form"`
	Home         uint8         `json:"home,omitempty"`
	Alternating  uint8         `json:"alternating,omitempty"`
	Access       uint8         `json:"access,omitempty"`
	Rooms        *int8         `json:"rooms,omitempty"`
	Area         int16         `json:"area"`
	Cost         money.Amount  `json:"cost"`
	AcceptedCost money.Amount  `json:"accepted_cost,omitempty"`
	AcceptedArea int16         `json:"accepted_area,omitempty"`
	Spouse       bool          `json:"spouse,omitempty"`
	Income       money.Amount  `json:"income"`
	SpouseIncome money.Amount  `json:"spouse_income,omitempty"`
	Paid         money.Amount  `json:"paid"`
	Supplement   money.Amount  `json:"supplement,omitempty"`
	DecidedOn    calendar.Date `json:"decided_on"`
}

type decidedBody struct {
	Household string          `json:"household"`
	Year      int             `json:"year"`
	Spouse    identity.Number `json:"spouse,omitempty"`
	Months    []stretchBody   `json:"months"`
}

type concernsBody struct {
	Household string          `json:"household"`
	Year      int             `json:"year"`
	Party     identity.Number `json:"party"`
}

func (s *Stretch) body() stretchBody {
	b := stretchBody{From: s.From, To: s.To, Form: s.Form, Home: s.Home, Alternating: s.Alternating, Access: s.Household.Access, Area: s.Area, Cost: s.Cost,
		AcceptedCost: s.AcceptedCost, AcceptedArea: s.AcceptedArea, Spouse: s.Spouses, Income: s.Stated[0], SpouseIncome: s.Stated[1], Paid: s.Paid, Supplement: s.Supplement, DecidedOn: s.DecidedOn}
	if s.Rooms != RoomsUnstated {
		b.Rooms = &s.Rooms
	}
	return b
}

func (b *stretchBody) stretch() Stretch {
	s := Stretch{From: b.From, To: b.To, Household: Household{Form: b.Form, Spouses: b.Spouse, Home: b.Home, Alternating: b.Alternating, Access: b.Access, Rooms: RoomsUnstated,
		Area: b.Area, Cost: b.Cost, AcceptedCost: b.AcceptedCost, AcceptedArea: b.AcceptedArea}, Stated: [2]money.Amount{b.Income, b.SpouseIncome}, Paid: b.Paid, Supplement: b.Supplement, DecidedOn: b.DecidedOn}
	if b.Rooms != nil {
		s.Rooms = *b.Rooms
	}
	return s
}

// Known is a household's year as it was decided and paid, with what was settled of it.
type Known struct {
	ID        string // the benefit system's
	Year      int
	Party     identity.Number // the applicant
	Spouse    identity.Number // None when there was none in the year
	Stretches []Stretch
	Told      calendar.Instant // when the newest of it became known
	Settled   []Settled        // in order

	line    int      // of the file it was read from; 0 of one that is stored
	seq     int64    // of the fact
	earlier []*Known // what was told of the year before, in order
}

// replaces keeps what was told before.
func (k *Known) replaces(old *Known) {
	if old != nil {
		k.earlier = append(old.earlier, old)
		old.earlier = nil
	}
}

// When is the household as it was known when a settlement was written, with what was settled
// before it.
func (k *Known) When(s *Settled) *Known {
	then := *k
	for _, old := range k.earlier { // in order: the last that was told before the settlement
		if s.seq != 0 && k.seq > s.seq && old.seq < s.seq {
			then = *old
		}
	}
	then.Settled, then.earlier = nil, nil
	for i := range k.Settled {
		if k.Settled[i].Run == s.Run {
			break
		}
		then.Settled = append(then.Settled, k.Settled[i])
	}
	return &then
}

// Last is the newest settlement; nil when there is none.
func (k *Known) Last() *Settled {
	if n := len(k.Settled); n > 0 {
		return &k.Settled[n-1]
	}
	return nil
}

// Earlier is what was settled before; nil when nothing was.
func (k *Known) Earlier() *Earlier {
	last := k.Last()
	if last == nil {
		return nil
	}
	e := &Earlier{Final: last.Final}
	for i := range k.Settled {
		switch s := &k.Settled[i]; s.Outcome {
		case Claim:
			e.Claimed += s.Amount
		case PayOut:
			e.PaidOut += s.Amount
		}
	}
	return e
}

// Paid is what was paid in the year.
func (k *Known) Paid() (sum money.Amount) {
	for i := range k.Stretches {
		sum += k.Stretches[i].Paid * money.Amount(k.Stretches[i].Months())
	}
	return sum
}

// HasSpouse says whether there was a spouse in any month.
func (k *Known) HasSpouse() bool { return k.Spouse != identity.None }

// event is the fact as it is stored.
func (k *Known) event(at calendar.Instant, on calendar.Date, actor, cause string) (journal.New, error) {
	b := decidedBody{Household: k.ID, Year: k.Year, Spouse: k.Spouse, Months: make([]stretchBody, len(k.Stretches))}
	for i := range k.Stretches {
		b.Months[i] = k.Stretches[i].body()
	}
	text, err := journal.Body(b)
	return journal.New{Kind: KindDecided, OccurredOn: on, RecordedAt: at, Ordinal: 1, Actor: actor, Cause: cause, Body: text}, err
}

func knownOf(e *journal.Event) (*Known, error) {
	b, err := journal.ReadBody[decidedBody](e)
	if err != nil {
		return nil, err
	}
	k := &Known{ID: b.Household, Year: b.Year, Party: identity.Number(e.Party), Spouse: b.Spouse, Told: e.RecordedAt, seq: e.Seq, Stretches: make([]Stretch, len(b.Months))}
	for i := range b.Months {
		k.Stretches[i] = b.Months[i].stretch()
	}
	if err := CheckStretches(k.Stretches); err != nil {
		return nil, fmt.Errorf("event %d: %w", e.Seq, err)
	}
	return k, nil
}

// Settled is a settlement of a household's year, as it was stored.
type Settled struct {
	Run       string // that settled it, such as "2025-1"
	Number    string // of the claim or pay-out, unique at the agency: "A2025-1-0000001"
	Household string
	Year      int
	Party     identity.Number
	Spouse    identity.Number
	Assessed  Assessed
	TaxOn     [2]calendar.Date // when the final tax was decided; None of who is not there
	Base      [2]money.Amount  // that it was computed with
	Settlement
	// Manual is why a person decides whether the claim is to be repaid; "" when the program did.
	Manual string
	On     calendar.Date    // decided
	At     calendar.Instant // stored
	seq    int64            // of the fact; 0 before it is stored
}

// settledBody keeps the inputs beside the outcome: what was assessed is a fact that came with
// the file. Amounts are öre, and final is an Exact.
type settledBody struct {
	Run           string          `json:"run"`
	Number        string          `json:"number"`
	Household     string          `json:"household"`
	Year          int             `json:"year"`
	Spouse        identity.Number `json:"spouse,omitempty"`
	Adults        []adultBody     `json:"adults"`
	Children      []childBody     `json:"children,omitempty"`
	Base          [2]money.Amount `json:"base"`
	Final         Exact           `json:"final"`
	Paid          money.Amount    `json:"paid"`
	Outcome       string          `json:"outcome"`
	Amount        money.Amount    `json:"amount,omitempty"`
	Charge        money.Amount    `json:"charge,omitempty"`
	ChargeUnknown bool            `json:"charge_unknown,omitempty"`
	Whole         money.Amount    `json:"whole,omitempty"`
	Manual        string          `json:"manual,omitempty"`
}

type adultBody struct {
	DecidedOn     calendar.Date `json:"decided_on"`
	Employment    money.Amount  `json:"employment"`
	Business      money.Amount  `json:"business,omitempty"`
	OwnPension    money.Amount  `json:"own_pension,omitempty"`
	FundsSetAside money.Amount  `json:"funds_set_aside,omitempty"`
	FundsReversed money.Amount  `json:"funds_reversed,omitempty"`
	OldDeficits   money.Amount  `json:"old_deficits,omitempty"`
	capitalBody
	Wealth      money.Amount `json:"wealth,omitempty"`
	StudyGrant  money.Amount `json:"study_grant,omitempty"`
	StudyStart  money.Amount `json:"study_start,omitempty"`
	Scholarship money.Amount `json:"scholarship,omitempty"`
	Foreign     money.Amount `json:"foreign,omitempty"`
}

type capitalBody struct {
	Surplus    money.Amount `json:"capital,omitempty"`
	Deductions money.Amount `json:"capital_deductions,omitempty"`
	Losses     money.Amount `json:"capital_losses,omitempty"`
	Deferral   money.Amount `json:"deferral,omitempty"`
	Allocation money.Amount `json:"interest_allocation,omitempty"`
	Standard   money.Amount `json:"standard_income,omitempty"`
}

type childBody struct {
	Alternating bool `json:"alternating,omitempty"`
	capitalBody
	Wealth money.Amount `json:"wealth,omitempty"`
}

func (s *Settled) body() settledBody {
	b := settledBody{Run: s.Run, Number: s.Number, Household: s.Household, Year: s.Year, Spouse: s.Spouse, Base: s.Base, Final: s.Final, Paid: s.Settlement.Paid, Outcome: s.Outcome.String(),
		Amount: s.Amount, Charge: s.Charge, ChargeUnknown: s.ChargeUnknown, Whole: s.Whole, Manual: s.Manual}
	for i := range s.Assessed.Adults {
		if a := &s.Assessed.Adults[i]; i == 0 || s.Assessed.Spouse {
			b.Adults = append(b.Adults, adultBody{s.TaxOn[i], a.Employment, a.Business, a.OwnPension, a.FundsSetAside, a.FundsReversed, a.OldDeficits, capitalBody(a.Capital), a.Wealth, a.StudyGrant, a.StudyStart, a.Scholarship, a.Foreign})
		}
	}
	for i := range s.Assessed.Children {
		c := &s.Assessed.Children[i]
		b.Children = append(b.Children, childBody{c.Alternating, capitalBody(c.Capital), c.Wealth})
	}
	return b
}

// settledOf reads a settlement.
func settledOf(e *journal.Event) (*Settled, error) {
	b, err := journal.ReadBody[settledBody](e)
	if err != nil {
		return nil, err
	}
	outcome, ok := ParseOutcome(b.Outcome)
	if !ok || len(b.Adults) < 1 || len(b.Adults) > 2 {
		return nil, fmt.Errorf("event %d: the settlement of household %s cannot be read: outcome %q, %d adults", e.Seq, b.Household, b.Outcome, len(b.Adults))
	}
	s := &Settled{Run: b.Run, Number: b.Number, Manual: b.Manual, Household: b.Household, Year: b.Year, Party: identity.Number(e.Party), Spouse: b.Spouse, Base: b.Base, On: e.OccurredOn, At: e.RecordedAt, seq: e.Seq,
		Assessed: Assessed{Year: b.Year, Spouse: len(b.Adults) == 2}, TaxOn: [2]calendar.Date{calendar.None, calendar.None},
		Settlement: Settlement{Final: b.Final, Paid: b.Paid, Difference: b.Final - Of(b.Paid), Outcome: outcome, Amount: b.Amount, Charge: b.Charge, ChargeUnknown: b.ChargeUnknown, Whole: b.Whole}}
	for i, a := range b.Adults {
		s.TaxOn[i] = a.DecidedOn
		s.Assessed.Adults[i] = Adult{a.Employment, a.Business, a.OwnPension, a.FundsSetAside, a.FundsReversed, a.OldDeficits, Capital(a.capitalBody), a.Wealth, a.StudyGrant, a.StudyStart, a.Scholarship, a.Foreign}
	}
	for _, c := range b.Children {
		s.Assessed.Children = append(s.Assessed.Children, Child{c.Alternating, Capital(c.capitalBody), c.Wealth})
	}
	return s, nil
}

// Bundle is the settlement for a mass write, as it is decided on a day.
func (s *Settled) Bundle(w *journal.MassWrite, at calendar.Instant) (*journal.Bundle, error) {
	text, err := journal.Body(s.body())
	if err != nil {
		return nil, err
	}
	return &journal.Bundle{Party: int64(s.Party), Stream: SettledStream(s.Household, s.Run), Events: []journal.New{
		{Kind: KindSettled, OccurredOn: s.On, RecordedAt: at, Ordinal: 1, Actor: w.Actor, Cause: w.Stream, Body: text}}}, nil
}
