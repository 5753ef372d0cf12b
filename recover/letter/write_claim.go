package letter

import (
	"fmt"

	"balans/law/statute"
)

func writeReminder1(r *Reminder, p *paper) {
	p.begin(r.Claim, "Påminnelse: vi har inte fått din betalning")
	p.about(&r.Subject)
	p.say("Den %s beslutade vi att du ska betala tillbaka pengar. Betalningen skulle ha kommit senast %s. Enligt våra uppgifter är allt inte betalt.", day(r.DecidedOn), day(r.Due))
	p.owed(&r.Owed, p.on)
	p.yours(r.Yours, r.Owed.Total())
	p.heading("Så betalar du")
	p.pay(&r.Pay, r.Yours, r.PayBy)
	if r.Owed.Interest > 0 {
		p.say("Räntan fortsätter att löpa tills allt är betalt.")
	}
	p.say("Har du redan betalat behöver du inte göra något.")
	p.say("Kan du inte betala? Hör av dig till oss, så kan vi komma överens om en avbetalningsplan eller om att du får vänta.")
	p.heading("Om du inte betalar")
	if r.Public {
		p.say("Om du inte betalar kan vi lämna kravet till Kronofogden. Det kan kosta mer för dig.")
		p.law("Det här bygger på", "UB 3:1") // HANTF is for what is collected in another way (HANTF 2)
		return
	}
	p.say("Om du inte betalar skickar vi ett inkassokrav. Därefter kan vi ansöka om betalningsföreläggande hos Kronofogden. Det kostar mer för dig.")
	p.law("Det här bygger på", "HANTF 10", "INKL 5")
}

func writeDemand1(d *Demand, p *paper) {
	p.begin(d.Claim, "Inkassokrav: betala senast %s", day(d.Until))
	p.about(&d.Subject)
	p.facts([]string{"Borgenär", d.Creditor}, []string{"Grund för kravet", fmt.Sprintf("Beslut %s om återbetalning av %s", day(d.DecidedOn), named(d.Benefit))}, []string{"Bestämmelse", d.Ground.Citation()})
	p.owed(&d.Owed, p.on)
	p.yours(d.Yours, d.Owed.Total())
	if len(d.Accrued) > 0 {
		p.heading("Så har räntan räknats")
		var items []string
		for _, r := range d.Accrued {
			item := fmt.Sprintf("%s: %s på %s, %s om året", span(r.From, r.To), kr(r.Amount), kr(r.On), percent(r.Ppm))
			if r.Law != "" {
				item += " (" + r.Law.Citation() + ")"
			}
			items = append(items, item)
		}
		p.list("", items...)
		if d.Settled > 0 {
			p.say("Av räntan är %s redan betald eller efterskänkt.", kr(d.Settled))
		}
	}
	if given(d.LateFrom) {
		p.say("Från och med %s löper ränta på kapitalet med %s om året, enligt %s. Räntesatsen följer referensräntan och kan ändras.", day(d.LateFrom), percent(d.LatePpm), d.LateLaw.Citation())
	}
	p.heading("Så betalar du")
	p.pay(&d.Pay, d.Yours, d.Until)
	p.heading("Om du tycker att kravet är fel")
	p.say("Säg till oss senast %s om du tycker att du inte ska betala. Tala om varför. Hur du når oss står längst ned i brevet.", day(d.Until))
	p.heading("Om du inte betalar eller hör av dig")
	p.say("Då kan vi ansöka om betalningsföreläggande hos Kronofogden. Det kostar mer för dig.")
	p.law("Det här bygger på", "INKL 5", "INKL 6")
}

// terms shows a plan.
func (t *Terms) write(p *paper) {
	p.facts([]string{"Skuld", kr(t.Debt)}, []string{"Ränta under planen", t.interest()}, []string{"Antal betalningar", fmt.Sprint(len(t.Instalments))})
	if t.SetUp != 0 {
		p.say("I skulden ingår en uppläggningsavgift på %s.", kr(t.SetUp))
	}
	if t.Notices != 0 {
		p.say("Avgifter för avier är %s tillsammans.", kr(t.Notices))
	}
	if len(t.Claims) > 1 {
		p.list("Planen gäller kraven", t.Claims...)
	}
	var rows [][]string
	for i, n := range t.Instalments {
		rows = append(rows, []string{fmt.Sprint(i + 1), day(n.Due), n.Amount.Kronor()})
	}
	p.blocks = append(p.blocks, table("Betalningar", []string{"Nummer", "Senast", "Kronor"}, rows))
	if t.InterestUnknown {
		p.say("Räntesatsen för hela tiden är inte bestämd än. Därför kan de sista betalningarna ändras.")
	}
	p.facts([]string{"Betala till", t.Pay.Account}, []string{"OCR eller referens", t.Pay.Reference})
}

func (t *Terms) interest() string {
	if t.InterestUnknown {
		return kr(t.Interest) + ", kan ändras"
	}
	return kr(t.Interest)
}

// planLaw is what plans rest on.
var planLaw = []statute.Ref{"HANTF 14", "SFB 108:15", "SFB 108:16"}

func writePlanOffer1(o *PlanOffer, p *paper) {
	p.begin(o.Claim, "Förslag: betala av din skuld")
	p.about(&o.Subject)
	p.say("Här är vårt förslag till hur du kan betala av din skuld. Det gäller bara om du svarar ja senast %s.", day(o.AnswerBy))
	p.words(o.Why)
	p.heading("Förslaget")
	o.Terms.write(p)
	p.heading("Så svarar du")
	p.say("Hör av dig senast %s och säg ja eller nej. Hur du når oss står längst ned i brevet. Till dess ska du betala som det står i beslutet.", day(o.AnswerBy))
	p.say("Passar inte förslaget? Berätta vad du kan betala, så ser vi om det går att göra på ett annat sätt.")
	p.law("Det här bygger på", planLaw...)
}

func writePlanConfirmed1(c *PlanConfirmed, p *paper) {
	p.begin(c.Claim, "Din avbetalningsplan")
	p.about(&c.Subject)
	p.say("Vi kom överens om en avbetalningsplan %s. Planen har nummer %s.", day(c.AgreedOn), c.Number)
	p.heading("Planen")
	c.Terms.write(p)
	p.say("Så länge du betalar enligt planen lämnar vi inte skulden till Kronofogden. Räntan är lägre under planen än om du betalar för sent.")
	p.say("Händer något som gör att du inte kan betala? Hör av dig innan betalningen ska vara gjord.")
	p.law("Det här bygger på", planLaw...)
}

func writePlanBreach1(b *PlanBreach, p *paper) {
	if b.Broken {
		p.begin(b.Claim, "Din avbetalningsplan gäller inte längre")
	} else {
		p.begin(b.Claim, "Du har inte betalat enligt din avbetalningsplan")
	}
	p.about(&b.Subject)
	var rows [][]string
	for _, n := range b.Missed {
		rows = append(rows, []string{day(n.Due), n.Amount.Kronor()})
	}
	p.say("Vi har inte fått det som skulle betalas enligt planen %s.", b.Number)
	p.blocks = append(p.blocks, table("Det som saknas", []string{"Skulle betalas senast", "Kronor"}, rows))
	if b.Broken {
		p.say("Planen har därför upphört, och hela skulden ska betalas.")
		p.owed(&b.Owed, p.on)
		p.pay(&b.Pay, b.Owed.Total(), b.PayBy)
		p.say("Om du inte betalar kan skulden lämnas till Kronofogden. Vill du ha en ny plan? Hör av dig till oss.")
	} else {
		missing := b.missing()
		p.say("Du kan fortsätta med planen om du betalar det som saknas.")
		p.pay(&b.Pay, missing, b.PayBy)
		p.say("Om du inte betalar upphör planen, och hela skulden på %s ska betalas på en gång. Kan du inte betala? Hör av dig till oss före %s.", kr(b.Owed.Total()), day(b.PayBy))
	}
	p.law("Det här bygger på", planLaw...)
}

func writeLimitation1(l *Limitation, p *paper) {
	p.begin(l.Claim, "Kravet är preskriberat")
	p.about(&l.Subject)
	p.say("Kravet som vi beslutade om %s är för gammalt för att få krävas in. Det kallas att det är preskriberat. Sista dagen var %s.", day(l.DecidedOn), day(l.LastDay))
	if l.Left > 0 {
		p.say("Det som var kvar av kravet är %s. Du behöver inte betala det.", kr(l.Left))
	}
	p.say("Du behöver inte göra något. Det du har betalat före preskriptionen betalas inte tillbaka.")
	p.law("Det här bygger på", l.Law)
}

func writeRefund1(r *Refund, p *paper) {
	p.begin(r.Claim, "Du får tillbaka %s", kr(r.Amount+r.Interest))
	p.about(&r.Subject)
	p.words(r.Why)
	if r.Interest > 0 {
		p.facts([]string{"Belopp", kr(r.Amount)}, []string{"Ränta", kr(r.Interest)}, []string{"Summa", kr(r.Amount + r.Interest)})
	}
	if given(r.PaidOn) {
		p.say("Pengarna betalas till ditt konto %s.", day(r.PaidOn))
	} else {
		p.say("Vi vet inte vilket konto du vill ha pengarna till. Hör av dig till oss. Skriv aldrig kontonummer i ett vanligt mejl.")
	}
	if r.Law != "" {
		p.law("Det här bygger på", r.Law)
	}
}

func writeHandOver1(h *HandOver, p *paper) {
	p.begin(h.Claim, "Vi har lämnat kravet till Kronofogden")
	p.about(&h.Subject)
	p.say("Kravet som vi beslutade om %s skulle ha betalats senast %s. Eftersom allt inte är betalt lämnade vi det till Kronofogden %s.", day(h.DecidedOn), day(h.Due), day(h.HandedOn))
	p.owed(&h.Owed, h.InterestTo)
	p.heading("Vad som händer nu")
	if h.Civil {
		p.say("Vi har ansökt om betalningsföreläggande. Kronofogden skriver till dig. Du kan då säga till Kronofogden om du tycker att kravet är fel.")
	} else {
		p.say("Beslutet fick laga kraft %s och får verkställas. Kronofogden skriver till dig. Kronofogden kan till exempel dra pengar från din lön.", day(h.Final))
	}
	p.say("Betala från och med nu till Kronofogden, och bara när du har fått brev därifrån. Frågor om betalningen svarar Kronofogden på. Frågor om beslutet svarar vi på.")
	if h.Civil {
		p.law("Det här bygger på", "INKL 6")
	} else {
		p.law("Det här bygger på", "UB 3:1")
	}
}
