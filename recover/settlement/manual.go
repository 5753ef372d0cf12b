package settlement

import (
	"context"
	"errors"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/recover/inquiry"
)

// Why a person is to decide about a claim.
const (
	ManualOff    = inquiry.AutoOff    // the agency has set no limits for the program
	ManualPerson = inquiry.AutoPerson // somebody is protected, deceased, abroad, a minor or could not be looked up
	ManualLimit  = inquiry.AutoLimit  // the claim is above the limit
	ManualSample = inquiry.AutoSample // drawn to be looked at
	ManualChange = "change"           // the year was settled before, and a person decided about it
	ManualLess   = "less"             // a changed tax decision makes an earlier claim smaller
)

var manualWords = map[string][2]string{
	ManualOff:    {"myndigheten har inte satt någon gräns eller andel för urval (housing_automatic_limit, housing_automatic_sample)", "the agency has set no limit or no share of the sample (housing_automatic_limit, housing_automatic_sample)"},
	ManualPerson: {"någon är skyddad, avliden, utomlands eller under 18 år, eller gick inte att slå upp", "somebody is protected, deceased, abroad or under 18, or could not be looked up"},
	ManualLimit:  {"beloppet är över gränsen", "the sum is above the limit"},
	ManualSample: {"kravet är utvalt för granskning", "drawn to be looked at by a person"},
	ManualChange: {"året har avgjorts förut, och en människa beslutade om det", "the year was settled before, and a person decided about it"},
	ManualLess:   {"ett ändrat skattebeslut gör ett tidigare krav mindre", "a changed tax decision makes an earlier claim smaller"},
}

// Words is why a person is to decide, in Swedish and in English.
func Words(manual string) (sv, en string) { return manualWords[manual][0], manualWords[manual][1] }

// limits is what the program may decide.
type limits struct {
	set           bool
	most, sampled int64
}

func limitsOf(p *statute.Parameters, on calendar.Date) (l limits, err error) {
	most, err := p.Value(statute.HousingAutomaticLimit, on)
	sample, err2 := p.Value(statute.HousingAutomaticSample, on)
	if err := errors.Join(err, err2); err != nil {
		if errors.Is(err, statute.ErrMissing) {
			return limits{}, nil
		}
		return limits{}, err
	}
	return limits{true, most.Int64, sample.Int64}, nil
}

// manual is why a person decides about what a settlement comes to; "" when the program does.
func (r *Run) manual(ctx context.Context, l limits, k *housing.Known, s *housing.Settled) (string, error) {
	earlier := k.Earlier()
	switch {
	case s.Outcome == housing.PayOut && earlier != nil && earlier.Claimed > 0:
		return ManualLess, nil
	case s.Outcome != housing.Claim:
		return "", nil
	case !l.set:
		return ManualOff, nil
	case earlier != nil && decidedByPerson(k):
		return ManualChange, nil
	case int64(s.Amount+s.Charge) > l.most:
		return ManualLimit, nil
	case inquiry.Drawn(s.Run+" "+s.Household, l.sampled):
		return ManualSample, nil
	}
	who := []identity.Number{k.Party}
	if k.HasSpouse() {
		who = append(who, k.Spouse)
	}
	about, err := r.About(ctx, who)
	if err != nil {
		return "", err
	}
	if about.Protected || about.Deceased || about.Abroad || about.Minor || len(about.Unknown) > 0 {
		return ManualPerson, nil
	}
	return "", nil
}

func decidedByPerson(k *housing.Known) bool {
	for i := range k.Settled {
		if k.Settled[i].Manual != "" {
			return true
		}
	}
	return false
}
