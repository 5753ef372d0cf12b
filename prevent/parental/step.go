package parental

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Rules is the law that amounts are computed by.
type Rules struct{ law *statute.Parameters }

// New is the rules with a set of parameters.
func New(law *statute.Parameters) Rules { return Rules{law} }

// Outcome is the answer to a question of right.
type Outcome string

// The outcomes.
const (
	Yes      Outcome = "yes"
	No       Outcome = "no"
	NotShown Outcome = "not_shown" // it depends on facts that have not been stated
)

// Stated is a fact as somebody has stated it.
type Stated string

// What can have been stated.
const (
	Unstated    Stated = ""
	StatedTrue  Stated = "yes"
	StatedFalse Stated = "no"
)

// Missing is a fact that an outcome depends on and that nobody has stated.
type Missing struct {
	Fact string      `json:"fact"` // the field, as in the question
	Law  statute.Ref `json:"law"`  // the paragraph that asks for it
	Says Text        `json:"says"` // what is to be shown
}

// InputError says that a field of a question cannot be what it is.
type InputError struct {
	Field string
	Why   string      // what is wrong, and what is expected
	Law   statute.Ref // the paragraph, or empty
}

func (e *InputError) Error() string {
	if e.Law == "" {
		return fmt.Sprintf("parental: %s: %s", e.Field, e.Why)
	}
	return fmt.Sprintf("parental: %s: %s (%s)", e.Field, e.Why, e.Law)
}

// The units of quantities beside those of law/statute.
const (
	unitHours   = "hours/100"
	unitEighths = "days/8"
	unitFact    = "fact"
)

// Quantity is a named number of a step.
type Quantity struct {
	Name   string `json:"name"` // the parameter's name when it is one
	Value  string `json:"value"`
	Unit   string `json:"unit"`             // ore, ppm, days, date, hours/100 …
	Source string `json:"source,omitempty"` // of a value of law
	Mark   string `json:"mark,omitempty"`   // how that value is known
}

// Step is one thing that was done with the paragraph it was done by.
type Step struct {
	Key    string      `json:"key"` // what was done; the same word in every version
	Law    statute.Ref `json:"law"`
	Mark   string      `json:"mark"` // V, or I for a reading (see the package comment)
	Inputs []Quantity  `json:"inputs,omitempty"`
	Result Quantity    `json:"result"`
	Says   Text        `json:"says"`
}

func ore(name string, a money.Amount) Quantity {
	return Quantity{Name: name, Value: fmt.Sprint(int64(a)), Unit: string(statute.Ore)}
}

func number(name, unit string, v int64) Quantity {
	return Quantity{Name: name, Value: fmt.Sprint(v), Unit: unit}
}

func date(name string, d calendar.Date) Quantity {
	return Quantity{Name: name, Value: d.String(), Unit: string(statute.Day)}
}

func fact(name, value string) Quantity { return Quantity{Name: name, Value: value, Unit: unitFact} }

func law(v statute.Value) Quantity {
	return Quantity{Name: v.Name, Value: v.Text(), Unit: string(v.Unit), Source: v.Source, Mark: v.Confidence.String()}
}

// reckoning computes one result: it collects the steps and keeps the first error, after
// which it computes nothing.
type reckoning struct {
	law    *statute.Parameters
	steps  []Step
	doubts []Missing // of what was stated: it is used as stated, and is to be examined
	err    error
}

func (r Rules) begin() *reckoning { return &reckoning{law: r.law} }

func (k *reckoning) fail(err error) {
	if k.err == nil {
		k.err = err
	}
}

func (k *reckoning) wrong(field, why string, ref statute.Ref) {
	k.fail(&InputError{Field: field, Why: why, Law: ref})
}

// step adds a step; the mark is V.
func (k *reckoning) step(key string, ref statute.Ref, says Text, result Quantity, inputs ...Quantity) {
	k.steps = append(k.steps, Step{Key: key, Law: ref, Mark: statute.Verified.String(), Inputs: inputs, Result: result, Says: says})
}

// reading marks the last step as a reading where the statute is open.
func (k *reckoning) reading() {
	k.steps[len(k.steps)-1].Mark = statute.Inferred.String()
}

// value is a parameter in force on a day.
func (k *reckoning) value(name string, on calendar.Date) statute.Value {
	v, err := k.law.Value(name, on)
	if err != nil {
		k.fail(err)
	}
	return v
}

// wholeKronor is a·num/den in whole kronor, half rounded up, with one rounding.
func (k *reckoning) wholeKronor(a money.Amount, num, den int64) money.Amount {
	if k.err != nil {
		return 0
	}
	n, err := money.MulDiv(a, num, den*int64(money.Krona), money.HalfUp)
	if err == nil && n > money.Amount(maxKronor) {
		err = money.ErrOverflow
	}
	if err != nil {
		k.fail(err)
		return 0
	}
	return money.Kronor(int64(n))
}

// maxKronor keeps every amount far below what an Amount holds.
const maxKronor = 1_000_000_000_000

// sum adds amounts.
func (k *reckoning) sum(a ...money.Amount) money.Amount {
	total, err := money.Sum(a...)
	if err != nil {
		k.fail(err)
	}
	return total
}
