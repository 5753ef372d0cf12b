package enforcement

import (
	"fmt"
	"strings"

	"balans/law/money"
	"balans/recover/service"
)

// Text is a plain Swedish preview of what one of the recipients is told. Names and
// addresses are not in it; the letter itself is written elsewhere.
func (d *Demand) Text(r *Recipient) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("INKASSOKRAV %s", d.On)
	line("Till: %s", toWhom(&r.Addressee))
	line("Borgenär: %s", d.Creditor)
	line("Kravet: %s. %s, beslut %s (%s).", d.Claim, d.Ground.Benefit.NameSv(), d.Ground.DecidedOn, d.Ground.Law.Citation())
	line("")
	put := func(name string, v money.Amount) {
		if v != 0 {
			line("%-38s %14s kr", name, v)
		}
	}
	put("Kapital", d.Amounts.Principal)
	put("Kapital utan ränta", d.Amounts.Charge)
	line("%-38s %14s kr", "Ränta till och med "+d.On.String(), d.Amounts.Interest)
	put("Avgifter", d.Amounts.Fee)
	put("Kostnader", d.Amounts.Cost)
	line("%-38s %14s kr", "Summa", d.Amounts.Total())
	if r.Owes != d.Amounts.Total() {
		line("Av er begärs %s kr.", r.Owes)
	}
	d.interestText(line)
	line("")
	line("Betala till %s med referensen %s senast %s.", d.PayTo.Account, d.PayTo.Reference, d.Until)
	line("Den som anser att kravet är fel ska säga det senast samma dag.")
	line("Betalas inte kravet kan ett betalningsföreläggande sökas hos Kronofogden. Det kostar mer.")
	return b.String()
}

func (d *Demand) interestText(line func(string, ...any)) {
	if len(d.Accrued) > 0 {
		line("")
		line("Så har räntan räknats:")
	}
	for _, i := range d.Accrued {
		line("%s–%s: %s kr på %s kr, %s procent om året (%s)", i.Days.From, i.Days.To, i.Amount, i.Principal, percent(i.Ppm), i.Law.Citation())
	}
	if d.Settled > 0 {
		line("Av räntan är %s kr betald eller efterskänkt.", d.Settled)
	}
	if !d.Late.None {
		line("Från %s löper ränta med %s procent om året, referensräntan och tillägg (%s).", d.Late.From, percent(d.Late.Ppm), d.Late.Law.Citation())
	}
}

func toWhom(a *service.Addressee) string {
	who := a.Debtor.Masked()
	switch {
	case a.To == service.ToEstate:
		who = "dödsboet efter " + who
	case a.To == service.ToGuardian && a.Guardian != "":
		who = "förvaltaren (" + a.Guardian + ") för " + who
	case a.To == service.ToGuardian:
		who = "förvaltaren för " + who
	}
	if a.Protected {
		who += " (skyddad identitet: elektroniskt eller genom Skatteverkets förmedling)"
	}
	return who
}

// percent writes a rate with at least two decimals: 110 000 is "11,00".
func percent(ppm int64) string {
	sign := ""
	if ppm < 0 {
		sign, ppm = "−", -ppm
	}
	text := fmt.Sprintf("%s%d,%04d", sign, ppm/10_000, ppm%10_000)
	return strings.TrimSuffix(text, "00")
}
