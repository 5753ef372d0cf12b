package demo

import (
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/sample"
)

// JudgeFinding is what the demonstration's investigator makes of the finding with a number
// in its run; no verdict when it is left to judge. All of it is made up.
func JudgeFinding(seed uint64, paid, drawn bool, number int, gross money.Amount, e control.Evaluation) control.Judgement {
	c := chanceOf(seed, forPrevention+1<<36+uint64(number))
	d := control.Judgement{Rule: e.Rule, Verdict: control.Refuted, Reason: "Arbetsgivaren och den enskilde har svarat: uppgiften stämmer."}
	switch {
	case drawn:
		if c.often(60) {
			return control.Judgement{} // not judged yet
		}
		if !c.often(130) {
			d.Reason = "Utredd: rätt betalt."
			return d
		}
		e.AtStake = gross
	case c.often(300) || number < 4:
		return control.Judgement{} // left to whoever tries the demonstration
	case e.Outcome != control.Task || !c.often(720):
		return d
	}
	d.Verdict, d.Cause, d.Intent = control.Confirmed, sample.Applicant, sample.Unintended
	d.Amount = e.AtStake
	if d.Amount <= 0 || d.Amount > gross {
		d.Amount = gross
	}
	d.Reason = "Arbetsgivaren intygar att personen arbetade."
	switch {
	case c.often(150):
		d.Intent = sample.Suspected
	case c.often(120):
		d.Cause, d.Reason = sample.Agency, "Omfattningen var fel inlagd."
	}
	if paid {
		d.Reason += " Ersättningen är redan utbetald."
	}
	return d
}
