package inquiry

import (
	"fmt"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/sample"
	"balans/recover/claim"
)

// Stream is the stream of a case, kept under its person.
func Stream(id string) string { return "inquiry/" + id }

// Opening is the fact that begins a case.
type Opening struct {
	ID       string          `json:"id"`
	Party    identity.Number `json:"-"`
	Benefit  benefit.Code    `json:"benefit"`
	From     calendar.Date   `json:"from"` // the days it is about
	To       calendar.Date   `json:"to"`
	Payout   string          `json:"payout"` // "" when it is about several
	Paid     money.Amount    `json:"paid"`   // gross, öre
	Wrong    money.Amount    `json:"wrong"`  // believed to be wrong, öre
	Cause    sample.Cause    `json:"cause"`
	Intent   sample.Intent   `json:"intent"`
	Category Category        `json:"category"` // what went wrong
	Unit     string          `json:"unit,omitempty"`
	// Reviews is the claim whose decision is looked at anew, and ReviewOf the case that made
	// it; "" for a case that reviews nothing.
	Reviews  string         `json:"reviews,omitempty"`
	ReviewOf string         `json:"review_of,omitempty"`
	Why      Why            `json:"why,omitempty"`   // it is looked at anew
	Court    string         `json:"court,omitempty"` // after a judgment: which, as claim.Judged has it
	JudgedOn calendar.Date  `json:"judged_on,omitzero"`
	Debtors  []claim.Debtor `json:"debtors,omitempty"` // who owes that claim; none: the party
	Was      money.Amount   `json:"was,omitempty"`     // what the claim's decision demanded, öre
	Signal   Signal         `json:"signal"`
	Opened   calendar.Date  `json:"-"`
	By       string         `json:"-"`
}

// Why is why a decision is looked at anew.
type Why string

// The reasons.
const (
	OnRequest     Why = ""         // somebody asked for it (SFB 113:7)
	OwnMotion     Why = "own"      // the agency changes it by itself (SFB 113:3–6)
	AfterJudgment Why = "judgment" // a court has tried it (SFB 113:16)
)

// Whys is every reason.
var Whys = []Why{OnRequest, OwnMotion, AfterJudgment}

// Source is where a signal came from.
type Source string

// The sources of signals.
const (
	FromControl   Source = "" // a control's confirmed finding
	FromNotice    Source = "notice"
	FromReconcile Source = "reconciliation"
	FromAgency    Source = "agency" // another agency (UNDL 3 §)
	FromHand      Source = "hand"
	FromReview    Source = "review" // a decision is looked at anew: Why
)

// Sources is every source.
var Sources = []Source{FromControl, FromNotice, FromReconcile, FromAgency, FromHand, FromReview}

// Signal is what a case was opened on. Of a control it is the finding as it was judged,
// with everything the control had read.
type Signal struct {
	Source    Source              `json:"source,omitempty"`
	Ref       string              `json:"ref,omitempty"`  // the notice, message or request
	Text      string              `json:"text,omitempty"` // what was said, of a signal that is no finding
	Run       string              `json:"run,omitempty"`
	Control   string              `json:"control,omitempty"`
	Version   int                 `json:"version,omitempty"`
	Reason    string              `json:"reason,omitempty"`
	Says      string              `json:"says,omitempty"` // in Swedish, as the person who judged it saw it
	Judgement string              `json:"judgement,omitempty"`
	JudgedBy  string              `json:"judged_by,omitempty"`
	JudgedOn  calendar.Date       `json:"judged_on,omitzero"`
	Law       []statute.Ref       `json:"law,omitempty"`
	Days      []control.DayResult `json:"days,omitempty"`
	Inputs    []control.Input     `json:"inputs,omitempty"`
}

// Case is a recovery case: the fold of its events.
type Case struct {
	Opening
	State    State
	Since    calendar.Date // when it came to that state
	Version  int           // how many events it has
	Owner    string
	Reasked  calendar.Date
	Enriched *enrichedBody
	Bases    []Basis // as they came

	Assessments map[Step][]Assessment
	Hearings    []Hearing
	Exempt      *Exemption
	Proposal    *Proposal
	Rejections  []Rejection
	Decision    *Decided
	Dispatched  calendar.Date
	Stop        *Stop
	Reports     []PoliceReport
	Result      Result
	EndReason   string // of a case that was discontinued or recalled
	EndedOn     calendar.Date
	History     []Entry

	rejected map[Step]string // what was said of a step that was sent back and is not assessed anew
}

// Current is the basis in force.
func (c *Case) Current() Current { return currentOf(c.Bases) }

// Hearing is the last that was sent; its zero value when none was.
func (c *Case) Hearing() Hearing {
	if n := len(c.Hearings); n > 0 {
		return c.Hearings[n-1]
	}
	return Hearing{AnswerBy: calendar.None}
}

// Answers is everything that was answered in the hearings, in order.
func (c *Case) Answers() (all []Said) {
	for i := range c.Hearings {
		all = append(all, c.Hearings[i].Answers...)
	}
	return all
}

// Entry is an event of the case, to be shown.
type Entry struct {
	Seq   int64
	Kind  string
	On    calendar.Date
	At    calendar.Instant
	Actor string
	Cause string
	State State // that it led to
}

// Hearing is a letter that lets the person say something before the decision (FL 25 §).
type Hearing struct {
	SentOn   calendar.Date
	AnswerBy calendar.Date
	Amount   money.Amount // that was said to be demanded
	Grounds  []string     // types of claim that were named
	Basis    int
	Letter   string // its number; "" when it was sent outside Balans
	Answers  []Said
	Extended []Said            // why, and until when
	Heard    []identity.Number // everyone who was told
	Over     bool              // the only one who was told has answered, or the time has passed
	By       string
}

// Said is what somebody said, and when.
type Said struct {
	On   calendar.Date
	Text string
	By   string
}

// Exemption is why nobody is heard.
type Exemption struct {
	Ground string `json:"ground"` // unnecessary, enforcement, urgent (FL 25 § first paragraph)
	Reason string `json:"reason"`
	// Amount is what was to be demanded then: above it there is no exemption.
	Amount money.Amount `json:"amount"`
	By     string       `json:"-"`
}

// Exemptions are the grounds of FL 25 §.
var Exemptions = []string{"unnecessary", "enforcement", "urgent"}

// Stop is why nothing can be done for a while.
type Stop struct {
	Why    string        `json:"why"` // police, appeal, agency, other
	Reason string        `json:"reason"`
	Until  calendar.Date `json:"until"`
}

// Stops are the reasons of stops.
var Stops = []string{"police", "appeal", "agency", "other"}

// PoliceReport is a report that a benefit crime can be suspected (BBL 6 §).
type PoliceReport struct {
	On     calendar.Date `json:"on"`
	Number string        `json:"number"` // the agency's own number of it
	By     string        `json:"-"`
}

// Rejection is what an approver said of a proposal.
type Rejection struct {
	On    calendar.Date
	By    string
	Steps []StepWord
}

// StepWord is a step and what was said of it.
type StepWord struct {
	Step Step   `json:"step"`
	Text string `json:"text"`
}

// hearingMissing is what of the hearing stands in the way of a proposal: "" nothing.
func (c *Case) hearingMissing(r *Reckoning, on calendar.Date) string {
	if r.Repay == 0 || r.Result == BelowLimit || r.Result == Revoked { // nobody is burdened (FL 25 §)
		return ""
	}
	if c.Exempt != nil && r.Repay <= c.Exempt.Amount {
		return ""
	}
	h := c.Hearing()
	switch {
	case len(c.Hearings) == 0:
		return "hearing"
	case !h.Over && on <= h.AnswerBy: // a basis may have ended the state, and the time to answer is still running
		return "hearing.open"
	case r.Repay > h.Amount:
		return "hearing.amount"
	case slices.ContainsFunc(r.Claims, func(x NewClaim) bool { return !slices.Contains(h.Grounds, x.Type) }):
		return "hearing.ground"
	case slices.ContainsFunc(r.Claims, func(x NewClaim) bool {
		return slices.ContainsFunc(x.Debtors, func(d claim.Debtor) bool { return !slices.Contains(h.Heard, d.Number) })
	}):
		return "hearing.party"
	}
	return ""
}

// Worked reports whether somebody has assessed a step that stands, decided that nobody is
// heard, stated the basis by hand, or ever proposed or submitted a decision in the case.
func (c *Case) Worked(actor string) bool {
	if slices.ContainsFunc(c.History, func(e Entry) bool { return e.Actor == actor && (e.Kind == kindProposed || e.Kind == kindSubmitted) }) {
		return true
	}
	if b := c.Current().Basis; c.Exempt != nil && c.Exempt.By == actor || b != nil && b.Source == "hand" && b.By == actor {
		return true
	}
	for _, s := range Steps {
		if a := c.last(s); a != nil && a.By == actor {
			return true
		}
	}
	return false
}

// Fold is the case that events make. An event that may not come where it stands is an
// error that names it, never passed over.
func Fold(party identity.Number, events []journal.Event) (*Case, error) {
	c := &Case{Reasked: calendar.None, Dispatched: calendar.None, EndedOn: calendar.None, Assessments: map[Step][]Assessment{}, rejected: map[Step]string{}}
	for i := range events {
		e := &events[i]
		if err := c.take(party, e); err != nil {
			return nil, fmt.Errorf("the case %s, event %d (%s): %w", c.ID, e.Seq, e.Kind, err)
		}
		c.Version++
		c.History = append(c.History, Entry{e.Seq, e.Kind, e.OccurredOn, e.RecordedAt, e.Actor, e.Cause, c.State})
	}
	return c, nil
}

func (c *Case) take(party identity.Number, e *journal.Event) error {
	if c.Version == 0 {
		return c.begin(party, e)
	}
	to, ok := next[stateAndKind{c.State, e.Kind}]
	if !ok {
		return fmt.Errorf("it cannot come while the case is %s", c.State)
	}
	was := c.Current()
	if err := effects[e.Kind](c, e); err != nil {
		return err
	}
	if e.Kind == kindBasis && (!c.disturbs(was) || c.Current().Basis == nil) {
		to = c.State // what changes nothing in force leaves the work where it is, and without payments there is no basis yet
	}
	if to != c.State {
		c.State, c.Since = to, e.OccurredOn
	}
	if to == Closed && c.EndedOn == calendar.None {
		c.EndedOn = e.OccurredOn
	}
	return nil
}

// disturbs reports whether a basis message changed what is in force. A proposal rests on one
// version, so that another in force disturbs it even when it says the same of every day.
func (c *Case) disturbs(was Current) bool {
	now := c.Current()
	if was.Blocked != now.Blocked || was.Annulled != now.Annulled {
		return true
	}
	if was.Basis == nil || now.Number == was.Number {
		return was.Basis == nil
	}
	return c.State == Proposed || c.State == InApproval || len(Diff(was.Basis, now.Basis)) > 0
}

func (c *Case) begin(party identity.Number, e *journal.Event) error {
	if e.Kind != kindOpened {
		return fmt.Errorf("a case begins with %s", kindOpened)
	}
	o, err := journal.ReadBody[Opening](e)
	if err != nil {
		return err
	}
	c.Opening = o
	c.Party, c.Opened, c.By = party, e.OccurredOn, e.Actor
	c.State, c.Since = Signalled, e.OccurredOn
	return nil
}
