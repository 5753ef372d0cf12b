package benefit

import (
	"fmt"
	"slices"
	"strings"
)

// Payee is who gets the money as a rule. A line of a payment says who gets that one.
type Payee string

// The payees.
const (
	ToInsured  Payee = "insured"  // the person the benefit is decided for
	ToParent   Payee = "parent"   // a parent, guardian or foster parent, for a child
	ToSurvivor Payee = "survivor" // who survives the insured
	ToEmployer Payee = "employer"
	ToProvider Payee = "provider" // who gave the care
	ToOther    Payee = "other"    // another agency, for the insured
)

// Tax says whether the benefit is income that is taxed.
type Tax string

// The answers.
const (
	Taxed      Tax = "yes"
	TaxFree    Tax = "no"
	PartlyTax  Tax = "partly"
	NotTaxable Tax = "none" // of items only: no payment of a benefit
)

// Basis is the insurance a benefit rests on: living in Sweden (SFB 5:9), working in
// Sweden (SFB 6:6), some of it on each, or something else.
type Basis string

// The bases.
const (
	Residence Basis = "residence"
	Work      Basis = "work"
	Both      Basis = "both"
	OtherBase Basis = "other"
)

// OnResidence says whether some of the benefit rests on living in Sweden (SFB 5:9).
func (b Basis) OnResidence() bool { return b == Residence || b == Both }

// OnWork says whether some of the benefit rests on working in Sweden (SFB 6:6).
func (b Basis) OnWork() bool { return b == Work || b == Both }

// Form is how a benefit comes to be paid.
type Form string

// The forms.
const (
	OnApplication Form = "application" // after an application for certain days
	Running       Form = "running"     // by a decision that runs until it is changed
	Once          Form = "once"        // one payment for one event
)

// Marks says how the columns are known, one letter each: V read in the statute or the
// letter, S in a secondary text, R remembered and to be checked, I our own reading, U
// unknown.
type Marks struct{ Payee, Tax, Basis, Form, MayHold byte }

// terms is the further columns of the catalogue.
type terms struct {
	payee   Payee
	tax     Tax
	basis   Basis
	form    Form
	mayHold bool
	marks   Marks
}

// Payee is who gets the money as a rule; empty for None.
func (c Code) Payee() Payee { return c.row().payee }

// Tax says whether the benefit is taxed; empty for None.
func (c Code) Tax() Tax { return c.row().tax }

// Basis is the insurance the benefit rests on (SFB 5:9, 6:6); empty for None.
func (c Code) Basis() Basis { return c.row().basis }

// Form is how the benefit comes to be paid; empty for None.
func (c Code) Form() Form { return c.row().form }

// MayHold says whether a decided benefit may be held, or paid with less, until the case is
// decided (SFB 112:3). It is false for those SFB 112:4 excepts, and where no such rule is
// known because the benefit stands in another statute: Marks().MayHold is then U.
func (c Code) MayHold() bool { return c.row().mayHold }

// Marks says how the columns are known; zeroes for None.
func (c Code) Marks() Marks { return c.row().marks }

// readTerms reads the columns payee, tax, basis, form, hold and marks.
func readTerms(r []string) (t terms, err error) {
	t = terms{payee: Payee(r[0]), tax: Tax(r[1]), basis: Basis(r[2]), form: Form(r[3]), mayHold: r[4] == "yes"}
	marks := r[5]
	switch {
	case !slices.Contains([]Payee{ToInsured, ToParent, ToSurvivor, ToEmployer, ToProvider, ToOther}, t.payee):
		return t, fmt.Errorf("no payee %q", t.payee)
	case !slices.Contains([]Tax{Taxed, TaxFree, PartlyTax}, t.tax):
		return t, fmt.Errorf("tax %q is not yes, no or partly", t.tax)
	case !slices.Contains([]Basis{Residence, Work, Both, OtherBase}, t.basis):
		return t, fmt.Errorf("basis %q is not residence, work, both or other", t.basis)
	case !slices.Contains([]Form{OnApplication, Running, Once}, t.form):
		return t, fmt.Errorf("form %q is not application, running or once", t.form)
	case r[4] != "yes" && r[4] != "no" && r[4] != "unknown":
		return t, fmt.Errorf("hold %q is not yes, no or unknown", r[4])
	case len(marks) != 5 || strings.Trim(marks, "VSRIU") != "":
		return t, fmt.Errorf("marks %q are not five of V, S, R, I and U", marks)
	case (r[4] == "unknown") != (marks[4] == 'U'):
		return t, fmt.Errorf("hold is %s and its mark %c; unknown and U go together", r[4], marks[4])
	}
	t.marks = Marks{marks[0], marks[1], marks[2], marks[3], marks[4]}
	return t, nil
}
