package letterdoc

import (
	"fmt"

	"balans/law/calendar"
)

// sample is a letter with every kind of block, on several pages.
func sample() *Document {
	day, err := calendar.Parse("2026-03-02")
	if err != nil {
		panic(err)
	}
	d := &Document{
		Title:     "Du ska betala tillbaka 12 345 kronor",
		Author:    "Exempelmyndigheten",
		Reference: "2026-000123-7",
		Date:      day,
		Sender:    []string{"Exempelmyndigheten", "Återbetalning", "Box 100, 831 00 Östersund"},
		To:        []string{"Kim Åkesson Öberg", "c/o Šibanc", "Ängsvägen 3 B", "123 45 Exempelstad"},
		Footer:    []string{"Exempelmyndigheten, Box 100, 831 00 Östersund. Telefon 0771-00 00 00.", "exempelmyndigheten.example – Organisationsnummer 202100-0000"},
		Blocks: []Block{
			{Text: "Du fick bostadsbidrag för mars till augusti 2025. Din inkomst var högre än den vi räknade med, och du har därför fått för mycket. Vi har beslutat att du ska betala tillbaka 12\u00a0345 kronor."},
			{Kind: Heading2, Text: "Så betalar du"},
			{Kind: Facts, Rows: [][]string{{"Belopp", "12\u00a0345 kronor"}, {"Senast", "2026-04-02"}, {"Bankgiro", "000-0000"}, {"OCR-nummer", "1234 5678 9012 3"}}},
			{Text: "Kan du inte betala allt på en gång? Då kan du ansöka om att betala i delar. Du betalar i så fall ränta på det som är kvar."},
			{Kind: Heading2, Text: "Så har vi räknat"},
			{Kind: Table, Text: "Bostadsbidrag månad för månad, kronor", Head: []string{"Månad", "Utbetalt", "Rätt belopp", "För mycket", "Varför"},
				Numeric: []bool{false, true, true, true}},
			{Kind: Heading2, Text: "Varför vi har beslutat så"},
			{Kind: Heading3, Text: "Reglerna"},
			{Kind: List, Text: "Beslutet bygger på", Items: []string{"98 kap. 6 § socialförsäkringsbalken, om avstämning mot den slutliga inkomsten,",
				"108 kap. 9 § samma balk, om återkrav av bostadsbidrag som betalats ut med för högt belopp, när den bidragsgrundande inkomsten visar sig vara högre än vad som antagits,", "108 kap. 11 §, om eftergift när det finns särskilda skäl."}},
			{Kind: Heading3, Text: "Dina skäl"},
			{Text: "Du har skrivit att du inte förstod att timlönen räknades – ”det stod ju inte” – och att du betalat 100 % av hyran själv (8 500 kr/mån). Det är inte ett särskilt skäl."},
			{Kind: Heading2, Text: "Om du tycker att beslutet är fel"},
			{Kind: Numbered, Text: "Gör så här:", Items: []string{"Skriv till oss vad du vill ändra och varför.", "Skriv ditt namn och din referens.", "Skicka brevet så att vi har det inom två månader från den dag du fick beslutet."}},
		},
	}
	table := &d.Blocks[5]
	for i := range 30 {
		why := ""
		if i%7 == 3 {
			why = "Inkomsten ändrades den 15, och månaden räknas i två delar"
		}
		month, year := i%12+1, 2023+i/12
		table.Rows = append(table.Rows, []string{fmt.Sprintf("%d-%02d", year, month), "2\u00a0100", fmt.Sprintf("1\u00a0%03d", 600+i), "4" + fmt.Sprint(99-i), why})
	}
	return d
}
