package claim

import (
	"balans/law/statute"
	"balans/prevent/benefit"
)

// Type is the legal ground of a claim. It decides whether and by which law the
// claim bears interest, and on which track it is enforced.
type Type uint8

// The types, each with its paragraph in typeTable.
const (
	Unstated          Type = iota
	Ordinary               // the debtor caused the error
	BadFaith               // the debtor should have realised it
	Survivors              // the deceased caused it
	PensionRight           // pension right reduced
	PremiumPension         // premium pension
	Maintenance            // maintenance support to the resident parent
	SicknessAvrakning      // sickness compensation with steplös avräkning
	HousingSettlement      // housing allowance, final settlement
	HousingOther           // housing allowance, otherwise
	AssistanceOther        // assistance allowance against a representative
	Provisional            // provisional decision reversed
	DentalProvider         // dental support, against the care provider
	Mistaken               // condictio indebiti
	MaintenanceDebt        // the liable parent's debt: not a recovery claim
	LabourMarket           // paid for Arbetsförmedlingen
	typeCount
)

// InterestLaw is the set of rules a type bears interest by.
type InterestLaw uint8

// The sets.
const (
	InterestSFB    InterestLaw = iota // SFB 108:15–21: late interest, lower in a plan or deferral
	InterestCivil                     // räntelagen 4 and 6 §§, from thirty days after a demand
	InterestFree                      // none
	InterestDebtor                    // the yearly rate of maintenance debt (SFB 19:47)
	InterestOpen                      // not known
)

// TypeRule is what a type means.
type TypeRule struct {
	Name     string
	Law      statute.Ref // the ground
	Interest InterestLaw
	Civil    bool // enforced on the civil track whatever the regime
	Setoff   bool // may be deducted from other benefits (SFB 108:22)
}

var typeTable = [typeCount]TypeRule{
	Unstated:          {Name: ""},
	Ordinary:          {"ordinary", "SFB 108:2 st.1", InterestSFB, false, true},
	BadFaith:          {"bad_faith", "SFB 108:2 st.2", InterestSFB, false, true},
	Survivors:         {"survivors", "SFB 108:3", InterestSFB, false, true},
	PensionRight:      {"pension_right", "SFB 108:4", InterestSFB, false, true},
	PremiumPension:    {"premium_pension", "SFB 108:7", InterestSFB, false, true},
	Maintenance:       {"maintenance_support", "SFB 108:8", InterestSFB, false, true},
	SicknessAvrakning: {"sickness_settlement", "SFB 108:9 st.1", InterestSFB, false, true},
	HousingSettlement: {"housing_settlement", "SFB 98:6", InterestSFB, false, true},
	HousingOther:      {"housing", "SFB 108:9 st.2", InterestSFB, false, true},
	AssistanceOther:   {"assistance_representative", "SFB 108:9a", InterestSFB, false, true},
	Provisional:       {"provisional", "SFB 108:10", InterestFree, false, true},
	DentalProvider:    {"dental_provider", "TANDL 4:2", InterestFree, false, false},
	Mistaken:          {"mistaken_payment", "RANTEL 4", InterestCivil, true, false},
	MaintenanceDebt:   {"maintenance_debt", "SFB 19:49", InterestDebtor, false, false},
	LabourMarket:      {"labour_market", "PROGF 1:1", InterestOpen, false, false},
}

// Rule is what the type means.
func (t Type) Rule() *TypeRule { return &typeTable[t] }

// String returns the stored name, "" for Unstated.
func (t Type) String() string { return typeTable[t].Name }

// Types lists every stated type.
func Types() []Type {
	var all []Type
	for t := Ordinary; t < typeCount; t++ {
		all = append(all, t)
	}
	return all
}

// ParseType reads a stored name.
func ParseType(s string) (Type, bool) {
	for t := Ordinary; t < typeCount; t++ {
		if typeTable[t].Name == s {
			return t, true
		}
	}
	return Unstated, false
}

// inferred is the type of a claim that states none: by its benefit and origin,
// otherwise the ordinary ground.
func inferred(code benefit.Code, origin Origin) Type {
	switch code.String() {
	case "bostadsbidrag":
		if origin == Settlement {
			return HousingSettlement
		}
		return HousingOther
	case "underhallsstod":
		return Maintenance
	case "tandvardsstod":
		return DentalProvider
	}
	return Ordinary
}

var inferredTypes = func() (t [256][2]Type) {
	for _, code := range benefit.All() {
		t[code] = [2]Type{inferred(code, Manual), inferred(code, Settlement)}
	}
	return
}()

// TypeOf is the type the decision states, or the one its benefit and origin
// point to.
func TypeOf(d *Decision) Type {
	if d.Type != Unstated {
		return d.Type
	}
	return inferredTypes[d.Benefit][d.Origin]
}
