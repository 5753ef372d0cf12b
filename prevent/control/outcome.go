package control

import (
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Outcome is what a rule came to.
type Outcome uint8

// The outcomes, the one that asks least of a person first.
const (
	NoFinding Outcome = iota
	Observation
	NotYet
	Manual
	LookupFailed
	Task
	outcomes
)

var outcomeNames = [outcomes]string{"no finding", "observation", "not yet reportable", "manual", "look-up failed", "task"}

// Outcomes is every outcome, the one that asks least of a person first.
func Outcomes() []Outcome {
	return []Outcome{NoFinding, Observation, NotYet, Manual, LookupFailed, Task}
}

// String is the name that is stored.
func (o Outcome) String() string {
	if o >= outcomes {
		return ""
	}
	return outcomeNames[o]
}

// MarshalText writes the name.
func (o Outcome) MarshalText() ([]byte, error) { return []byte(o.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (o *Outcome) UnmarshalText(text []byte) error {
	for i, name := range outcomeNames {
		if name == string(text) {
			*o = Outcome(i)
			return nil
		}
	}
	return fmt.Errorf("there is no outcome %q", text)
}

// Proposal is what a finding asks its judge to consider. It is never done by itself.
type Proposal string

// The proposals.
const (
	Nothing Proposal = ""
	Ask     Proposal = "ask"     // ask the person, the employer or another agency (SFB 110:13-14)
	Hold    Proposal = "hold"    // hold the payment: there may be probable reasons (SFB 112:3)
	Stop    Proposal = "stop"    // the right has ended: decide that the benefit ends
	Regress Proposal = "regress" // ask another state's institution to pay back (883/2004, 987/2009 art. 72)
	Review  Proposal = "review"  // look at what the payout rests on anew
)

// Evaluation is what one rule came to for one payout line, and everything it rests on.
type Evaluation struct {
	Rule     string        `json:"rule"`
	Version  int           `json:"version"`
	Outcome  Outcome       `json:"outcome"`
	Reason   string        `json:"reason"` // key of the texts (Says, Tells)
	Args     []string      `json:"args,omitempty"`
	Days     []DayResult   `json:"days,omitempty"`     // where the rule looks at days one by one
	AtStake  money.Amount  `json:"at_stake,omitempty"` // öre of the line's gross that the finding is about
	Again    calendar.Date `json:"again,omitzero"`     // not yet: the first day when it can be told
	Proposal Proposal      `json:"proposal,omitempty"`
	Law      []statute.Ref `json:"law,omitempty"`
	Settings Settings      `json:"settings"`
	Inputs   []Input       `json:"inputs,omitempty"`
}

// DayResult is what was found of one day.
type DayResult struct {
	Day     calendar.Date `json:"day"`
	Code    string        `json:"code"`              // "" when the day agrees
	Claimed int32         `json:"claimed,omitempty"` // hundredths of a percent
	Found   int32         `json:"found"`             // hundredths of a percent
}

// Input is a fact a rule read, as it was then.
type Input struct {
	Field string `json:"field"`
	About string `json:"about"`          // which: a day, a period, a number
	Value string `json:"value"`          // "" when there was nothing
	From  string `json:"from,omitempty"` // source and id
}

// Settings is what a plan may vary of a rule.
type Settings struct {
	Tolerance int32 `json:"tolerance,omitempty"` // hundredths of a percent
	GraceDays int   `json:"grace_days,omitempty"`
	Limit     int   `json:"limit,omitempty"` // a number of things, where the rule counts
}

// RuleID names the rule and its version, such as "tfp-absence/1".
func (e *Evaluation) RuleID() string { return fmt.Sprintf("%s/%d", e.Rule, e.Version) }

// IsFinding reports whether a person has something to do.
func (e *Evaluation) IsFinding() bool {
	return e.Outcome == Task || e.Outcome == Manual || e.Outcome == LookupFailed
}

// percent writes hundredths of a percent: "87,5 %".
func percent(hundredths int32) string {
	s := fmt.Sprintf("%d,%02d", hundredths/100, hundredths%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ",") + " %"
}
