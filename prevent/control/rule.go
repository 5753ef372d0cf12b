package control

import (
	"fmt"
	"slices"

	"balans/law/statute"
	"balans/prevent/benefit"
)

// Words is a text in the two languages of the pages.
type Words struct{ Sv, En string }

// Stage is when a control is made.
type Stage uint8

// The stages.
const (
	Before Stage = 1 << iota // a planned payout, before it is paid
	During                   // a running benefit, each month
	After                    // what has been paid
)

var stageNames = []struct {
	Stage
	name string
}{{Before, "before"}, {During, "during"}, {After, "after"}}

func (s Stage) String() string {
	for _, n := range stageNames {
		if n.Stage == s {
			return n.name
		}
	}
	return ""
}

// MarshalText writes the name; nothing for 0.
func (s Stage) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (s *Stage) UnmarshalText(text []byte) error {
	stage, ok := ParseStage(string(text))
	if !ok && len(text) > 0 {
		return fmt.Errorf("there is no stage %q", text)
	}
	*s = stage
	return nil
}

// ParseStage reads what String writes.
func ParseStage(s string) (Stage, bool) {
	for _, n := range stageNames {
		if n.name == s {
			return n.Stage, true
		}
	}
	return 0, false
}

// Rule is a control: a named, versioned, pure function.
type Rule struct {
	ID      string
	Version int // raised when the same facts could give another outcome
	Name    Words
	Purpose Words // why it is made, in a sentence
	Law     []statute.Ref
	Reads   Fields // the only fields it is given
	Stages  Stage
	// Covers reports whether the rule has something to say of a benefit.
	Covers func(benefit.Code) bool
	// Standard is what it uses unless the plan says otherwise.
	Standard Settings
	judge    func(v *View) Evaluation
}

// Lagrum is a legal basis as data, each part by itself, in the shape that other systems of
// the agency exchange it in.
type Lagrum struct {
	ID        string `json:"id"`      // "SFB 110:14"
	Version   int    `json:"version"` // of the rule that rests on it
	Act       string `json:"forfattning"`
	Number    string `json:"sfs"`
	Chapter   string `json:"kapitel"`
	Section   string `json:"paragraf"`
	Paragraph int    `json:"stycke,omitempty"`
	Point     int    `json:"punkt,omitempty"`
}

// Lagrum is the rule's legal basis, part by part.
func (r *Rule) Lagrum() ([]Lagrum, error) {
	all := make([]Lagrum, 0, len(r.Law))
	for _, ref := range r.Law {
		p, err := ref.Place()
		if err != nil {
			return nil, fmt.Errorf("the control %s: %w", r.ID, err)
		}
		all = append(all, Lagrum{ID: string(ref), Version: r.Version, Act: p.Act.Citation, Number: p.Act.Number, Chapter: p.Chapter, Section: p.Section, Paragraph: p.Paragraph, Point: p.Point})
	}
	return all, nil
}

// Rules is every control there is, in the order they are shown.
func Rules() []*Rule { return slices.Clone(rules) }

// Find is the rule with an id.
func Find(id string) (*Rule, bool) {
	for _, r := range rules {
		if r.ID == id {
			return r, true
		}
	}
	return nil, false
}

var rules = []*Rule{
	tfpAbsence, fpAbsence, applicationTime, incomeSGI, permit, expulsion, death,
	doublePayment, insured, foreignIncome, assistanceHours, identityReuse,
}

func covers(codes ...string) func(benefit.Code) bool {
	return func(c benefit.Code) bool { return slices.Contains(codes, c.String()) }
}
