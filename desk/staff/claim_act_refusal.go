package staff

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/enforcement"
	"balans/recover/position"
)

// hindrance is a rule that stands in the way of an act.
type hindrance struct {
	refusal
	code string // of the rule; "" for none
}

// refusals are the rules an error speaks of, in words; none when it is a fault of another
// sort.
func (l *claimLife) refusals(t translate, err error) []hindrance {
	var (
		several *enforcement.Stopped
		guard   *claim.Refusal
		rule    *position.Refusal
		missing *statute.MissingError
	)
	switch {
	case errors.As(err, &several):
		var all []hindrance
		for _, reason := range several.Reasons {
			for _, r := range l.refusals(t, reason) {
				if !slices.Contains(all, r) {
					all = append(all, r)
				}
			}
		}
		return all
	case errors.As(err, &guard):
		return []hindrance{{l.refusal(t, &claim.Option{Kind: guard.Event.Kind, Refusal: guard}), guard.Rule.ID}}
	case errors.As(err, &rule):
		return []hindrance{{l.ruling(t, rule.Code, rule.Law, rule.Why), rule.Code}}
	case errors.As(err, &missing):
		return []hindrance{{refusal{t("rule.value-missing"), sentence(t.parameter(missing.Name) + ", " + t.longDay(missing.On)), t("rule.own")}, "value-missing"}}
	case errors.Is(err, journal.ErrKeyReused):
		return []hindrance{ownHindrance(t, "act.again")}
	case errors.Is(err, journal.ErrGuard):
		return []hindrance{ownHindrance(t, "act.database")}
	}
	return nil
}

// ownHindrance is a rule of Balans itself, by the key of its text.
func ownHindrance(t translate, key string) hindrance {
	return hindrance{refusal{t(key), "", t("rule.own")}, ""}
}

// ruling is what a rule over claims found, in words. In English the rule's own words say
// all; in Swedish the dates that matter follow the rule.
func (l *claimLife) ruling(t translate, code string, law statute.Ref, why string) refusal {
	r := refusal{sentence(why), "", string(law)}
	if pair, ok := texts["rule."+code]; ok {
		r.rule = sentence(t.either(filledIn(pair[0], why), why))
		r.why = t.either(l.because(t, code), "")
	}
	if code == "not-now" {
		m := claim.CollectionMachine
		r.why = t.either(sentence(t("machine."+m.String())+": "+t("state."+m.String()+"."+l.standing.State(m))), "")
	}
	if law == "" {
		r.source = t("rule.own")
	}
	return r
}

var (
	maskedNumber = regexp.MustCompile(`[0-9]+-?[*X]+`)
	dayInWords   = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}`)
	sumInWords   = regexp.MustCompile(`[0-9][0-9\x{a0}]*(?:,[0-9]{2})?`)
)

// filledIn puts the days and the sums of a rule's own words into a text.
func filledIn(text, why string) string {
	why = maskedNumber.ReplaceAllString(why, "")
	days := dayInWords.FindAllString(why, -1)
	sums := sumInWords.FindAllString(dayInWords.ReplaceAllString(why, ""), -1)
	for n := range 2 {
		for name, found := range map[string][]string{"day": days, "sum": sums} {
			place := "{" + name + strconv.Itoa(n+1) + "}"
			if n < len(found) {
				text = strings.ReplaceAll(text, place, found[n])
			}
		}
	}
	return text
}

// ruleFields are the fields that a rule is about, where the act has them. What is about no
// field is about the act.
var ruleFields = map[string][]string{
	"reason-missing": {"act_reason", "act_why", "act_grounds"}, "debtor-missing": {"act_debtor"}, "not-a-debtor": {"act_debtor"}, "proof-missing": {"act_proof"}, "source-missing": {"act_source"},
	"mode-unknown": {"act_mode"}, "moment-unknown": {"act_mode"}, "identity-protected": {"act_mode"}, "not-a-legal-person": {"act_mode"}, "not-sent-so": {"act_mode"},
	"not-told": {"act_told"}, "debtor-deceased": {"act_estate", "act_grounds"}, "amount-or-months": {"act_monthly"}, "first-instalment": {"act_first"}, "asked-later": {"act_asked"},
	"before-decision": {"act_asked", "act_on"}, "exception": {"act_exception"}, "too-long": {"act_months", "act_until"}, "too-little": {"act_monthly"}, "too-many": {"act_monthly"},
	"never-ends": {"act_monthly"}, "set-up-fee": {"act_fee"}, "fee-too-high": {"act_fee"}, "number-used": {"act_plan"}, "until": {"act_until"}, "until-before": {"act_until"},
	"plan-too-long": {"act_months"}, "deferral-too-long": {"act_until"}, "no-cap": {"act_cap"}, "no-account": {"act_account"}, "no-reference": {"act_reference"},
	"reply-too-short": {"act_until"}, "raised": {"act_amount"}, "no-credit": {"act_amount"}, "more-than-left": {"act_amount"}, "reference-unknown": {"act_directed"}, "letter-pay-by": {"act_pay_by"},
}

// fieldOf is the first field of an act that a rule is about.
func fieldOf(a *act, code string) string {
	for _, name := range ruleFields[code] {
		if slices.ContainsFunc(a.fields, func(f actField) bool { return f.name == name }) {
			return name
		}
	}
	return ""
}
