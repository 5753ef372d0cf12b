package staff

import (
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/recover/payment"
	"balans/recover/plan"
)

// schedule is a plan instalment by instalment.
func (x *acting) schedule(p *plan.Proposal) *scheduleView {
	t := x.text
	unknown := len(p.Missing) > 0
	interest := p.Interest.Kronor()
	if unknown {
		interest = t("money.unknown")
	}
	v := &scheduleView{Lead: t("act.schedule.lead", p.Debt.Kronor(), p.Months(), interest)}
	if unknown {
		v.Lead += " " + t("act.schedule.unknown")
	}
	var sum plan.Part
	for n, i := range p.Instalments {
		row := instalmentRow{Number: strconv.Itoa(n + 1), Due: i.Due.String(), Amount: i.Amount.Kronor()}
		var all plan.Part
		var of []string
		for _, part := range i.Parts {
			all.Principal += part.Principal + part.Charge
			all.Interest += part.Interest
			all.Fee += part.Fee + part.Costs
			if part.Amount > 0 {
				of = append(of, part.Claim+": "+part.Amount.Kronor())
			}
		}
		if len(p.Shares) > 1 {
			row.Claims = strings.Join(of, "; ")
		}
		row.Capital, row.Interest, row.Fees = all.Principal.Kronor(), all.Interest.Kronor(), all.Fee.Kronor()
		sum.Principal, sum.Interest, sum.Fee = sum.Principal+all.Principal, sum.Interest+all.Interest, sum.Fee+all.Fee
		v.Rows = append(v.Rows, row)
	}
	v.Sum = instalmentRow{Amount: p.Sum().Kronor(), Capital: sum.Principal.Kronor(), Interest: sum.Interest.Kronor(), Fees: sum.Fee.Kronor()}
	return v
}

// placed is where a payment goes, and why.
func (x *acting) placed(a *payment.Allocation) (rows []placedRow) {
	t := x.text
	for _, p := range a.Parts {
		why := t("act.rule." + string(p.Why.Rule))
		switch {
		case p.Why.Rule == payment.Limitation && p.Why.Last != calendar.None:
			why += " " + t("because.limitation", t.longDay(p.Why.Last))
		case p.Why.Plan != "":
			why += " " + t("act.ofplan", p.Why.Plan)
		}
		rows = append(rows, placedRow{p.Claim.ID, p.Amount.Kronor(), why})
	}
	if a.Rest > 0 {
		rows = append(rows, placedRow{t("act.rest"), a.Rest.Kronor(), t("act.rest.why")})
	}
	return rows
}
