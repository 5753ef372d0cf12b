package control

import (
	"encoding/json"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/payout"
	"balans/prevent/sample"
)

// The stored names.
const (
	plansStream = "control/plans" // party 0: every plan that was adopted
	runsStream  = "control/runs"  // party 0: every run that was asked for

	kindAdopted    = "control.adopted/1"
	kindAsked      = "control.asked/1"
	kindEvaluated  = "control.evaluated/1"
	kindJudged     = "control.judged/1"
	kindComplained = "control.complained/1"
	kindHanded     = "control.handed/1"
	kindNoted      = "control.noted/1" // in the stream of the run's notes: what was said of one of its findings
)

// runStream is the agency's stream of a run: its mass write.
func runStream(run string) string { return "control/" + run }

// notesStream is the agency's stream of what was said of a run's findings later, and of what
// single controls came to.
func notesStream(run string) string { return "control/" + run + "/notes" }

// FindingStream is the stream of what a run came to for a payout, kept under its party.
func FindingStream(run, payout string) string { return "control/" + run + "/" + payout }

// adopted is a plan as it is stored.
type adopted struct {
	ID    string   `json:"id"`
	Lines []string `json:"lines"`
}

// askedBody is a run as it is stored.
type askedBody struct {
	Run      string           `json:"run"`
	Plan     string           `json:"plan"`
	Version  int              `json:"version"`
	Stage    string           `json:"stage"`
	Payrun   string           `json:"payrun,omitempty"`
	PaidFrom calendar.Date    `json:"paid_from,omitzero"`
	PaidTo   calendar.Date    `json:"paid_to,omitzero"`
	Sample   string           `json:"sample,omitempty"`
	On       calendar.Date    `json:"on"`
	KnownAt  calendar.Instant `json:"known_at"`
	Again    string           `json:"again,omitempty"`
	Draw     json.RawMessage  `json:"draw,omitempty"`
}

// evaluatedBody is what a run came to for a payout: enough of the line to be read by
// itself, and every evaluation with all that it rests on.
type evaluatedBody struct {
	Payout  string        `json:"payout"`
	Payrun  string        `json:"payrun,omitempty"`
	Benefit benefit.Code  `json:"benefit"`
	From    calendar.Date `json:"from"`
	To      calendar.Date `json:"to"`
	PayOn   calendar.Date `json:"pay_on"`
	Gross   money.Amount  `json:"gross"`
	// Of a payout that was controlled by itself: a digest of the whole line, and the plan it
	// was controlled by, which may be replaced during the day.
	Line        string       `json:"line,omitempty"`
	Plan        string       `json:"plan,omitempty"`
	Version     int          `json:"version,omitempty"`
	Evaluations []Evaluation `json:"evaluations"`
}

// Judgement is what a person made of a finding.
type Judgement struct {
	Rule    string           `json:"rule"`
	Verdict Verdict          `json:"verdict"`
	Amount  money.Amount     `json:"amount"` // confirmed: öre that is, or would have been, wrongly paid
	Cause   sample.Cause     `json:"cause,omitempty"`
	Intent  sample.Intent    `json:"intent,omitempty"`
	Reason  string           `json:"reason"`
	On      calendar.Date    `json:"-"`
	By      string           `json:"-"`
	At      calendar.Instant `json:"-"`
}

// Verdict is how a finding was judged.
type Verdict string

// The verdicts.
const (
	Confirmed Verdict = "confirmed"
	Refuted   Verdict = "refuted"
)

type complainedBody struct {
	Rule string `json:"rule"`
	Text string `json:"text"`
}

type handedBody struct {
	Rule string `json:"rule"`
	Case string `json:"case"`
}

// note is what the run's notes repeat of something said of a finding, so that a run can be
// counted without reading every person's stream.
type note struct {
	Party  identity.Number `json:"party"`
	Payout string          `json:"payout"`
	Kind   string          `json:"kind"`
	Body   json.RawMessage `json:"body"`
}

func (c *Checked) body() evaluatedBody {
	l := c.Line
	return evaluatedBody{Payout: l.ID, Payrun: l.Run, Benefit: l.Benefit, From: l.From, To: l.To, PayOn: l.PayOn, Gross: l.Gross, Evaluations: c.Evaluations}
}

// brief is what a run's notes repeat: findings whole, so that they can be listed, and of the
// rest what a tally counts. What they rest on stands in the person's own stream.
func (b evaluatedBody) brief() evaluatedBody {
	b.Line = ""
	b.Evaluations = slices.Clone(b.Evaluations)
	for i := range b.Evaluations {
		if e := &b.Evaluations[i]; !e.IsFinding() {
			*e = Evaluation{Rule: e.Rule, Version: e.Version, Outcome: e.Outcome, Settings: e.Settings}
		}
	}
	return b
}

func (b *evaluatedBody) line(party identity.Number) payout.Line {
	return payout.Line{ID: b.Payout, Run: b.Payrun, Party: party, Benefit: b.Benefit, From: b.From, To: b.To, PayOn: b.PayOn, Gross: b.Gross}
}
