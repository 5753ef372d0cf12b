package staff

import (
	"net/url"
	"slices"
	"strings"

	"balans/law/money"
	"balans/recover/inquiry"
)

// sums is what the case comes to, and the claims of it.
func (v *inquiryView) sums(x *onCase, r *inquiry.Reckoning) {
	t := x.text
	if x.c.Current().Basis == nil {
		return
	}
	row := func(key string, a money.Amount, always, total bool) {
		if a != 0 || always {
			v.Sums = append(v.Sums, sumRow{t("inquiry.sum." + key), a.Kronor(), total})
		}
	}
	row("paid", r.Paid, true, false)
	row("entitled", r.Entitled, true, false)
	row("wrong", r.Wrong, true, true)
	row("right", -r.Right, false, false)
	row("unliable", -r.Unliable, false, false)
	row("barred", -r.Barred, false, false)
	row("waived", -r.Waived, false, false)
	if left := r.Wrong - r.Right - r.Unliable - r.Barred - r.Waived - r.Repay; left != 0 {
		row("unanswered", -left, true, false)
	}
	row("repay", r.Repay, true, true)
	row("tax", r.Tax, false, false)
	if r.Tax != 0 {
		row("net", r.Net(), true, false)
	}
	row("short", r.Short, false, false)
	for i := range r.Claims {
		v.Claims = append(v.Claims, x.newClaim(&r.Claims[i]))
	}
}

func (x *onCase) newClaim(n *inquiry.NewClaim) newClaimRow {
	var who []string
	for _, d := range n.Debtors {
		text := d.Number.Masked()
		if d.Share > 0 && d.Share != n.Principal {
			text += " " + d.Share.Kronor()
		}
		who = append(who, text)
	}
	row := newClaimRow{ID: n.ID, Who: strings.Join(who, ", "), Ground: x.text.ground(n.Type), Days: n.From.String() + "–" + n.To.String(), Amount: n.Principal.Kronor()}
	if n.Charge > 0 {
		row.Charge = x.text("inquiry.claims.charge", n.Charge.Kronor())
	}
	return row
}

func (v *inquiryView) hearings(x *onCase) {
	t := x.text
	for i := range x.c.Hearings {
		h := &x.c.Hearings[i]
		row := hearingRow{Sent: h.SentOn.String(), AnswerBy: h.AnswerBy.String(), Amount: h.Amount.Kronor(), State: t("inquiry.hearing.open")}
		if h.Letter != "" {
			row.Letter = &caseLink{letterHref(h.Letter), t("inquiry.hearing.letter", h.Letter)}
		}
		if h.Over {
			row.State = t("inquiry.hearing.over")
		}
		for _, a := range h.Answers {
			row.Answers = append(row.Answers, a.On.String()+": "+a.Text)
		}
		v.Hearings = append(v.Hearings, row)
	}
	if e := x.c.Exempt; e != nil {
		v.Exempt = t("inquiry.exempt", t("inquiry.exempt."+e.Ground), e.Reason, x.name(e.By))
	}
}

func (v *inquiryView) decision(x *onCase) {
	c, t := x.c, x.text
	if p := c.Proposal; p != nil {
		v.Proposal = []factRow{{Name: t("inquiry.proposed"), Text: t("inquiry.by", x.name(p.By), p.On)}, {Name: t("inquiry.result"), Text: t.caseResult(p.Result) + ", " + t.kronor(p.Repay)}}
		if p.Reason != "" {
			v.Proposal = append(v.Proposal, factRow{Name: t("inquiry.toapprover"), Text: p.Reason})
		}
		if p.Reply != "" {
			v.Proposal = append(v.Proposal, factRow{Name: t("field.reply"), Text: p.Reply})
		}
	}
	for _, r := range slices.Backward(c.Rejections) {
		row := rejectionRow{On: r.On.String(), By: x.name(r.By)}
		for _, w := range r.Steps {
			row.Words = append(row.Words, t("inquiry.step."+string(w.Step))+": "+w.Text)
		}
		v.Rejections = append(v.Rejections, row)
	}
	d := c.Decision
	if d == nil {
		return
	}
	who := t("inquiry.automatic")
	if !d.Auto {
		who = t("inquiry.by", x.name(d.By), d.On)
	}
	v.Decision = []factRow{{Name: t("inquiry.decided"), Text: who}, {Name: t("inquiry.result"), Text: t.caseResult(d.Result) + ", " + t.kronor(d.Repay)}}
	if d.Proposer != "" {
		v.Decision = append(v.Decision, factRow{Name: t("inquiry.proposed"), Text: x.name(d.Proposer)})
	}
	for _, e := range d.Entries {
		v.Decision = append(v.Decision, factRow{Name: t("inquiry.booked"), Text: e.Claim + ": " + t.kronor(e.Amount) + ", " + t("inquiry.item", orDash(e.Item))})
	}
	for i := range d.Claims {
		v.Made = append(v.Made, caseLink{claimHref(d.Claims[i].ID), t("inquiry.claim", d.Claims[i].ID, d.Claims[i].Principal.Kronor())})
	}
	for _, l := range d.Letters {
		v.Letters = append(v.Letters, caseLink{letterHref(l), t("inquiry.letter", l)})
	}
}

// claimHref is where a claim is read, letterHref where a letter of the case is.
func claimHref(id string) string { return "/claims/" + url.PathEscape(id) }

func letterHref(id string) string {
	return link("/correspondence", "id", id)
}
