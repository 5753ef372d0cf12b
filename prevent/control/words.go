package control

import "fmt"

// reason is the words of one reason: to the case worker in both languages, and to the
// person it concerns in both. %s are the arguments of the evaluation, in order.
type reason struct{ sv, en, personSv, personEn string }

// reasons is every reason a rule can give. A test holds rules and words together.
var reasons = map[string]reason{
	"lookup": {"Uppgifterna gick inte att hämta (%s). Kontrollen är inte gjord.", "The facts could not be fetched (%s). The control has not been made.",
		"Vi kunde inte hämta alla uppgifter, så kontrollen är inte gjord.", "We could not fetch all facts, so the control has not been made."},
	"outside": {"Kontrollen frågade efter uppgifter som den inte får läsa (%s). Den är inte gjord.", "The control asked for facts that it may not read (%s). It has not been made.",
		"Kontrollen är inte gjord.", "The control has not been made."},
	"protected": {"Skyddade personuppgifter: ärendet hör till den enhet som hanterar sådana.", "Protected identity: the case belongs to the unit that handles such.",
		"En handläggare går igenom utbetalningen för hand.", "A case worker goes through the payout by hand."},

	"absence.agrees": {"Arbetsgivaren har redovisat frånvaro i minst samma omfattning alla %s dagar.", "The employer has reported absence to at least the same extent on all %s days.",
		"Din arbetsgivare har redovisat att du var frånvarande de dagar du har ansökt för.", "Your employer has reported that you were absent on the days you applied for."},
	"absence.lower": {"Redovisad frånvaro är mindre än den begärda omfattningen %s av %s dagar.", "Reported absence is less than the extent claimed on %s of %s days.",
		"Din arbetsgivare har redovisat mindre frånvaro än du har ansökt för.", "Your employer has reported less absence than you applied for."},
	"absence.none": {"Ingen frånvaro är redovisad för %s av %s dagar, och alla kända arbetsgivare har lämnat deklaration för de månader som kan bära dem.", "No absence is reported for %s of %s days, and all known employers have declared for the months that could carry them.",
		"Din arbetsgivare har inte redovisat att du var frånvarande alla de dagar du har ansökt för.", "Your employer has not reported that you were absent on all the days you applied for."},
	"absence.other": {"För %s av %s dagar är frånvaron redovisad för den andra föräldraförmånen.", "For %s of %s days absence is reported for the other parental benefit.",
		"Din arbetsgivare har redovisat frånvaro för en annan föräldraförmån än den du har ansökt om.", "Your employer has reported absence for another parental benefit than the one you applied for."},
	"absence.pending": {"För %s dagar kan frånvaron ännu redovisas. Det går att se från %s.", "For %s days absence can still be reported. It can be seen from %s.",
		"Din arbetsgivare har inte behövt redovisa frånvaron ännu.", "Your employer has not had to report the absence yet."},
	"absence.before": {"%s dagar ligger före %s, den första dag som arbetsgivare måste redovisa frånvaro för, så att ingen är redovisad säger ingenting.", "%s days lie before %s, the first day for which employers must report absence, so that none is reported says nothing.",
		"Arbetsgivare redovisade inte frånvaro för den tiden.", "Employers did not report absence for that time."},
	"absence.late": {"För %s dagar har en arbetsgivare inte lämnat deklarationen för %s, som skulle ha kommit. Fråga arbetsgivaren.", "For %s days an employer has not filed the declaration for %s, which was due. Ask the employer.",
		"Din arbetsgivare har inte lämnat sin redovisning i tid.", "Your employer has not filed its declaration in time."},
	"absence.noemployer": {"Ersättningen gäller någon utan arbetsgivare (%s), så det finns ingen frånvaro att jämföra med.", "The benefit is for someone without an employer (%s), so there is no absence to compare with.",
		"Du har ingen arbetsgivare som redovisar frånvaro.", "You have no employer who reports absence."},
	"absence.basis": {"Ansökan gäller någon utan arbetsgivare (%s), men %s arbetsgivare redovisar lön eller frånvaro för månaden. Fråga vad dagarna gäller.", "The application is for someone without an employer (%s), but %s employers report pay or absence for the month. Ask what the days are about.",
		"Din arbetsgivare har redovisat lön för dig samma månad som du har ansökt utan arbetsgivare.", "Your employer has declared pay for you in the same month as you applied without an employer."},
	"absence.unknownemployer": {"Ingen arbetsgivare har redovisat lön för personen under de månader det gäller. Fråga vem som är arbetsgivare.", "No employer has declared pay for the person in the months in question. Ask who the employer is.",
		"Vi ser ingen arbetsgivare som har redovisat lön för dig.", "We see no employer who has declared pay for you."},
	"absence.days": {"Raden betalar %s dagar mellan %s och %s, och det framgår inte vilka.", "The line pays for %s days between %s and %s and does not say which.",
		"Det framgår inte vilka dagar ersättningen gäller.", "It is not stated which days the benefit is for."},

	"applied.intime": {"Ansökan kom in i tid för alla dagar.", "The application came in time for all days.", "Din ansökan kom in i tid.", "Your application came in time."},
	"applied.late": {"Ansökan kom in för sent för %s dagar, den första %s.", "The application came too late for %s days, the first %s.",
		"Din ansökan kom in för sent för en del av dagarna.", "Your application came too late for some of the days."},
	"applied.days":    {"Raden betalar %s dagar i en period där ansökan kom in för sent för %s, och det framgår inte vilka.", "The line pays for %s days of a period in which the application came too late for %s, and does not say which.", "Det framgår inte vilka dagar ersättningen gäller.", "It is not stated which days the benefit is for."},
	"applied.unknown": {"Ansökningsdagen är inte angiven.", "The day of the application is not stated.", "Det framgår inte när du ansökte.", "It is not stated when you applied."},
	"applied.law":     {"Lagens gräns för dagen är inte känd (%s).", "The limit of the law is not known for the day (%s).", "En handläggare går igenom när du ansökte.", "A case worker looks at when you applied."},

	"sgi.agrees": {"SGI %s kronor stämmer med redovisade inkomster, %s kronor om året räknat på %s månader.", "SGI %s kronor agrees with declared incomes, %s kronor a year counted on %s months.",
		"Den inkomst vi räknar på stämmer med vad dina arbetsgivare har redovisat.", "The income we count on agrees with what your employers have declared."},
	"sgi.high": {"SGI %s kronor är högre än redovisade inkomster, %s kronor om året räknat på %s månader.", "SGI %s kronor is higher than declared incomes, %s kronor a year counted on %s months.",
		"Den inkomst vi räknar på är högre än vad dina arbetsgivare har redovisat.", "The income we count on is higher than what your employers have declared."},
	"sgi.low": {"SGI %s kronor är lägre än redovisade inkomster, %s kronor om året räknat på %s månader. Personen kan ha rätt till mer.", "SGI %s kronor is lower than declared incomes, %s kronor a year counted on %s months. The person may have a right to more.",
		"Dina arbetsgivare har redovisat mer än den inkomst vi räknar på. Du kan ha rätt till mer.", "Your employers have declared more than the income we count on. You may have a right to more."},
	"sgi.unknown": {"Ingen fastställd SGI är känd för den första dagen.", "No decided SGI is known for the first day.", "Vi har ingen fastställd inkomst att jämföra med.", "We have no decided income to compare with."},
	"sgi.fewmonths": {"Det finns redovisade inkomster för %s månader; minst %s behövs för att jämföra.", "There are declared incomes of %s months; at least %s are needed to compare.",
		"Det finns för få månader med redovisad inkomst för att jämföra.", "There are too few months with declared income to compare."},

	"permit.norecord":        {"Inga uppgifter om uppehållstillstånd: ingen prövning behövs.", "No facts about a residence permit: nothing to try.", "Ingen kontroll av uppehållstillstånd behövdes.", "No check of a residence permit was needed."},
	"permit.citizen":         {"Svensk medborgare: inget tillstånd behövs.", "A citizen of Sweden: no permit is needed.", "Ingen kontroll av uppehållstillstånd behövdes.", "No check of a residence permit was needed."},
	"permit.union":           {"Uppehållsrätt: inget tillstånd behövs.", "Right of residence: no permit is needed.", "Du har uppehållsrätt.", "You have a right of residence."},
	"permit.partly":          {"Uppehållsrätt gäller för en del av dagarna. Pröva vad som gäller de andra.", "There is a right of residence for some of the days. Try what holds for the others.", "Uppgifterna om din uppehållsrätt gäller bara en del av tiden.", "The facts about your right of residence cover only some of the time."},
	"permit.renewing.ground": {"Ansökan om fortsatt tillstånd kom in %s, innan det gick ut %s. Rätten består om grunden är densamma; den är inte känd.", "The application for continued permit came in on %s, before it ran out on %s. The right stays if the ground is the same; it is not known.", "Du ansökte om nytt uppehållstillstånd i tid.", "You applied for a new residence permit in time."},
	"permit.none":            {"Migrationsverket har lämnat uppgifter men inget beviljat tillstånd är känt.", "The Migration Agency has given facts but no granted permit is known.", "Vi ser inget beviljat uppehållstillstånd.", "We see no granted residence permit."},
	"permit.expelled":        {"Det finns ett beslut om utvisning eller avvisning; se den kontrollen.", "There is a decision on expulsion or refusal of entry; see that control.", "Det finns ett beslut om utvisning eller avvisning.", "There is a decision on expulsion or refusal of entry."},
	"permit.valid":           {"Tillståndet gäller alla dagar.", "The permit is valid on all days.", "Ditt uppehållstillstånd gäller.", "Your residence permit is valid."},
	"permit.before":          {"Ersättningen gäller tid före det första kända tillståndet, %s. Rätten kan börja tidigast tre månader innan det beviljades.", "The benefit is for time before the first known permit, %s. The right begins at the earliest three months before it was granted.", "En del av tiden ligger före ditt uppehållstillstånd.", "Some of the time lies before your residence permit."},
	"permit.expires":         {"Tillståndet går ut %s. Fråga om en ny ansökan är gjord.", "The permit runs out on %s. Ask whether a new application has been made.", "Ditt uppehållstillstånd går snart ut. Ansök om nytt i tid.", "Your residence permit runs out soon. Apply for a new one in time."},
	"permit.expired":         {"Tillståndet gick ut %s och ingen ansökan om nytt är känd.", "The permit ran out on %s and no application for a new one is known.", "Ditt uppehållstillstånd har gått ut och vi ser ingen ny ansökan.", "Your residence permit has run out and we see no new application."},
	"permit.appliedlate":     {"Tillståndet gick ut %s; ansökan om nytt kom in först %s.", "The permit ran out on %s; the application for a new one came in only on %s.", "Du ansökte om nytt uppehållstillstånd efter att det gamla hade gått ut.", "You applied for a new residence permit after the old one had run out."},
	"permit.otherground":     {"Tillståndet gick ut %s; ansökan om nytt gäller en annan grund. Pröva om den är jämställd.", "The permit ran out on %s; the application for a new one is on another ground. Try whether it is equal.", "Du har ansökt om uppehållstillstånd på en annan grund än förut.", "You have applied for a residence permit on another ground than before."},
	"permit.renewing":        {"Ansökan om fortsatt tillstånd kom in %s, innan det gick ut %s: rätten består tills den är avgjord.", "The application for continued permit came in on %s, before it ran out on %s: the right stays until it is decided.", "Du ansökte om nytt uppehållstillstånd i tid och behåller din ersättning.", "You applied for a new residence permit in time and keep your benefit."},
	"permit.renewing.work":   {"Ansökan om fortsatt tillstånd kom in %s, innan det gick ut %s. Rätten att arbeta under tiden är inte känd.", "The application for continued permit came in on %s, before it ran out on %s. The right to work meanwhile is not known.", "Du ansökte om nytt uppehållstillstånd i tid.", "You applied for a new residence permit in time."},
	"permit.refused":         {"Ansökan är avslagen. Rätten gällde till och med %s.", "The application was refused. The right lasted through %s.", "Din ansökan om nytt uppehållstillstånd är avslagen.", "Your application for a new residence permit has been refused."},
	"permit.refused.within":  {"Ansökan är avslagen; rätten gäller till och med %s och dagarna ligger före det.", "The application was refused; the right lasts through %s and the days lie before.", "Du har rätt till ersättning till och med den dag du senast ska resa.", "You have a right to the benefit through the day by which you are to leave."},
	"permit.refused.open":    {"Ansökan avslogs %s utan sista dag för avresa och avslaget har inte fått laga kraft: rätten består.", "The application was refused on %s without a last day of departure and the refusal is not final: the right stays.", "Avslaget på din ansökan har inte fått laga kraft.", "The refusal of your application is not final."},
	"permit.refused.work":    {"Ansökan avslogs %s. Vad det betyder för en arbetsbaserad ersättning säger lagen inte.", "The application was refused on %s. What that means for a work-based benefit the law does not say.", "Din ansökan om nytt uppehållstillstånd är avslagen.", "Your application for a new residence permit has been refused."},
	"permit.revoked":         {"Tillståndet är återkallat från %s.", "The permit is revoked from %s.", "Ditt uppehållstillstånd är återkallat.", "Your residence permit has been revoked."},
	"permit.asylum":          {"Personen får stöd som asylsökande under tiden.", "The person is supported as an asylum seeker during the time.", "Du har stöd som asylsökande under samma tid.", "You have support as an asylum seeker during the same time."},

	"expulsion":         {"Beslut om utvisning eller avvisning har fått laga kraft %s.", "A decision on expulsion or refusal of entry became final on %s.", "Det finns ett beslut om utvisning eller avvisning.", "There is a decision on expulsion or refusal of entry."},
	"expulsion.granted": {"Det finns ett beslut om utvisning eller avvisning, och ett tillstånd som har beviljats för senare tid, från %s.", "There is a decision on expulsion or refusal of entry, and a permit granted for later time, from %s.", "Kontrollen visade ingenting.", "The control showed nothing."},
	"expulsion.none":    {"Inget beslut om utvisning eller avvisning är känt.", "No decision on expulsion or refusal of entry is known.", "Kontrollen visade ingenting.", "The control showed nothing."},

	"insured.here":         {"Inga uppgifter om annat lands lagstiftning eller flytt från Sverige.", "No facts about another state's legislation or a move from Sweden.", "Kontrollen visade ingenting.", "The control showed nothing."},
	"insured.swedish":      {"Ett intyg A1 säger att svensk lagstiftning gäller alla dagar.", "An A1 certificate says that Swedish legislation applies on all days.", "Ett intyg visar att du är försäkrad i Sverige.", "A certificate shows that you are insured in Sweden."},
	"insured.arrived":      {"Personen flyttade till Sverige först %s. Pröva dagarna dessförinnan.", "The person moved to Sweden only on %s. Try the days before.", "En del av tiden ligger före den dag du är registrerad som inflyttad.", "Some of the time lies before the day you are registered as having moved here."},
	"insured.a1":           {"Ett intyg A1 säger att lagstiftningen i %s gäller från %s till %s.", "An A1 certificate says that the legislation of %s applies from %s to %s.", "Ett intyg visar att du är försäkrad i ett annat land.", "A certificate shows that you are insured in another state."},
	"insured.moved":        {"Personen är utflyttad från Sverige sedan %s. Pröva bosättningen.", "The person has moved from Sweden since %s. Try the residence.", "Du är registrerad som utflyttad från Sverige.", "You are registered as having moved from Sweden."},
	"insured.moved.works":  {"Personen är utflyttad sedan %s men %s arbetsgivare redovisar lön: arbetsbaserat försäkrad.", "The person has moved since %s but %s employers declare pay: insured by work.", "Du är registrerad som utflyttad men arbetar i Sverige.", "You are registered as having moved but work in Sweden."},
	"insured.moved.nowork": {"Personen är utflyttad sedan %s och ingen arbetsgivare redovisar lön sedan tre månader. Pröva försäkringen.", "The person has moved since %s and no employer has declared pay for three months. Try the insurance.", "Du är registrerad som utflyttad från Sverige.", "You are registered as having moved from Sweden."},

	"death":       {"Personen avled %s; tiden efter det betalas.", "The person died on %s; time after it is paid for.", "", ""},
	"death.after": {"Personen avled %s; dagarna ligger före det. Utbetalningen rör dödsboet.", "The person died on %s; the days lie before. The payout concerns the estate.", "", ""},
	"death.child": {"Barnet avled %s. Vad som gäller efteråt skiljer sig mellan förmånerna.", "The child died on %s. What holds afterwards differs between benefits.", "En handläggare går igenom utbetalningen för hand.", "A case worker goes through the payout by hand."},
	"death.none":  {"Inget dödsfall är känt.", "No death is known.", "Kontrollen visade ingenting.", "The control showed nothing."},

	"double.none":        {"Ingen dag ersätts mer än en gång.", "No day is compensated more than once.", "Ingen dag ersätts mer än en gång.", "No day is compensated more than once."},
	"double.days":        {"%s dagar kan ersättas mer än en gång; en av raderna säger inte vilka dagar i perioden den betalar.", "%s days may be compensated more than once; one of the lines does not say which days of its period it pays for.", "Det framgår inte vilka dagar ersättningen gäller.", "It is not stated which days the benefit is for."},
	"double.own":         {"%s dagar ersätts av flera förmåner till mer än en hel dag.", "%s days are compensated by several benefits to more than a whole day.", "Du får mer än en ersättning för samma dagar.", "You get more than one benefit for the same days."},
	"double.own.first":   {"%s dagar ersätts av flera förmåner till mer än en hel dag. Beloppet räknas på den utbetalning som betalas sist.", "%s days are compensated by several benefits to more than a whole day. The amount is counted on the payout that is paid last.", "Du får mer än en ersättning för samma dagar.", "You get more than one benefit for the same days."},
	"double.child.first": {"För %s dagar får en annan person ersättning för samma barn. Beloppet räknas på den utbetalning som betalas sist.", "For %s days another person is compensated for the same child. The amount is counted on the payout that is paid last.", "Någon annan har fått ersättning för samma barn samma dagar.", "Somebody else has been compensated for the same child on the same days."},
	"double.sickpay":     {"%s dagar ersätts också med sjuklön från arbetsgivaren.", "%s days are compensated by sick pay from the employer too.", "Din arbetsgivare har betalat sjuklön för samma dagar.", "Your employer has paid sick pay for the same days."},
	"double.child":       {"För %s dagar får en annan person ersättning för samma barn.", "For %s days another person is compensated for the same child.", "Någon annan har fått ersättning för samma barn samma dagar.", "Somebody else has been compensated for the same child on the same days."},

	"foreign.none":      {"Ingen inkomst från utlandet är känd.", "No income from abroad is known.", "Kontrollen visade ingenting.", "The control showed nothing."},
	"foreign.regress":   {"Inkomst från %s (%s), %s kronor. Räkna om ersättningen och begär avräkning hos den andra statens institution.", "Income from %s (%s), %s kronor. Compute the benefit anew and ask the other state's institution to deduct.", "Du har en förmån från ett annat land som påverkar din ersättning.", "You have a benefit from another state that affects yours."},
	"foreign.wage":      {"Lön från %s (%s), %s kronor. Räkna om ersättningen.", "Wage from %s (%s), %s kronor. Compute the benefit anew.", "Du har inkomst från ett annat land som påverkar din ersättning.", "You have income from another state that affects your benefit."},
	"foreign.noregress": {"Inkomst från %s (%s), %s kronor. Räkna om ersättningen; förmånen omfattas inte av avräkning mellan stater.", "Income from %s (%s), %s kronor. Compute the benefit anew; it is not covered by deduction between states.", "Du har inkomst från ett annat land som påverkar din ersättning.", "You have income from another state that affects your benefit."},

	"assistance.agrees":      {"Betalda timmar %s, utförda %s.", "Hours paid %s, done %s.", "De timmar som betalas stämmer med dem som har utförts.", "The hours paid for agree with those that were done."},
	"assistance.fewer":       {"Betalda timmar %s är fler än utförda, %s.", "Hours paid, %s, are more than done, %s.", "Det är redovisat färre timmar än de som betalas.", "Fewer hours are reported than are paid for."},
	"assistance.across":      {"Redovisningar på %s går utanför raden (betalda %s; inom den %s). Fråga hur timmarna fördelas.", "Reports of %s go beyond the line (paid %s; within it %s). Ask how the hours are divided.", "Det framgår inte vilken månad alla timmar hör till.", "It is not stated which month all hours belong to."},
	"assistance.missing":     {"Inga utförda timmar är redovisade (betalda %s, utförda %s).", "No hours done are reported (paid %s, done %s).", "Inga utförda timmar är redovisade.", "No hours done are reported."},
	"assistance.pending":     {"Utförda timmar behöver inte vara redovisade ännu. Det går att se från %s.", "Hours done need not be reported yet. It can be seen from %s.", "Timmarna behöver inte vara redovisade ännu.", "The hours need not be reported yet."},
	"assistance.impossible":  {"En redovisning har %s på %s dygn, mer än 24 timmar om dygnet. En assistent kan inte ha utfört dem; fråga om flera arbetade samtidigt.", "A report has %s on %s days, more than 24 hours a day. One assistant cannot have done them; ask whether several worked at once.", "En redovisning har fler än 24 timmar om dygnet.", "A report has more than 24 hours a day."},
	"assistance.institution": {"Personen var på %s från %s till %s, då assistansersättning inte lämnas.", "The person was in %s from %s to %s, when assistance compensation is not paid.", "En del av tiden var du på en plats där assistansersättning inte lämnas.", "For some of the time you were in a place where assistance compensation is not paid."},
	"assistance.nohours":     {"Raden säger inte hur många timmar den betalar.", "The line does not say how many hours it pays for.", "Det framgår inte hur många timmar som betalas.", "It is not stated how many hours are paid for."},

	"identity.none":    {"Konto och telefon delas inte av ovanligt många.", "Account and phone are not shared by unusually many.", "Kontrollen visade ingenting.", "The control showed nothing."},
	"identity.account": {"%s personer får pengar på samma konto.", "%s persons are paid to the same account.", "Flera personer får pengar på samma konto som du.", "Several persons are paid to the same account as you."},
	"identity.phone":   {"%s personer nås på samma telefonnummer.", "%s persons are reached on the same phone number.", "Flera personer har lämnat samma telefonnummer som du.", "Several persons have stated the same phone number as you."},

	"review": {"Slumpvis utvald för granskning.", "Drawn at random for review.", "Din utbetalning har valts ut slumpvis för granskning.", "Your payout was drawn at random for review."},
}

func fill(text string, args []string) string {
	if text == "" || len(args) == 0 {
		return text
	}
	all := make([]any, len(args))
	for i, a := range args {
		all[i] = a
	}
	return fmt.Sprintf(text, all...)
}

// Says is the evaluation in words, to a case worker.
func (e *Evaluation) Says() Words {
	r := reasons[e.Reason]
	return Words{fill(r.sv, e.Args), fill(r.en, e.Args)}
}

// Tells is the evaluation in words to the person it concerns; empty when there is nobody
// to tell.
func (e *Evaluation) Tells() Words {
	r := reasons[e.Reason]
	return Words{r.personSv, r.personEn}
}
