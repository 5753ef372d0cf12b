package demo

import (
	"bytes"
	"fmt"
	"strings"

	"balans/exchange/registercsv"
	"balans/law/calendar"
)

// The names of the demonstration. They are common ones put together by number: nobody with a
// test identity has a name.
var (
	womensNames = strings.Fields("Anna Eva Maria Karin Sara Lena Kerstin Emma Kristina Ingrid Malin Jenny Ulla Åsa Linda Elin Birgitta Hanna Amira Leila Ängla Fatima Agneta Ida Märta Siv Zahra Göta Wilma Ebba")
	mensNames   = strings.Fields("Lars Mikael Anders Johan Erik Per Karl Peter Jan Daniel Fredrik Hans Åke Mohamed Ali Sven Göran Bo Hassan Emil Örjan Leif Gustav Viktor Wilhelm Arvid Björn Omar Oskar Ture")
	familyNames = strings.Fields("Ek Ås Öberg Lind Berg Wallin Holm Sund Nyström Åkerlund Östlund Björk Sjögren Nordin Hedlund Eklund Haddad Nilsson Persson Olofsson Jönsson Hägg Vallin Ahmadi Lundqvist Wikström Engström Ödman Ström Dahl " +
		"Mårtensson Hellström Alm Granberg Åström Norén Ekö Blomqvist Falk Öhman Sandell Rask Lövgren Hassan Winter Kvist Nyberg Tälje Borg Lindh")
)

// names is what the population register calls each person, as a file of facts.
func (p *prevention) names() (File, error) {
	var b bytes.Buffer
	w := registercsv.NewWriter(&b)
	for i, n := range p.people.numbers {
		first := womensNames
		if n/10%2 == 1 { // the birth number is odd for men
			first = mensNames
		}
		name := first[i*7%len(first)]
		if i%9 == 4 {
			name += "-" + first[(i*7+11)%len(first)]
		}
		name += " " + familyNames[(i*13+i/29)%len(familyNames)]
		born, _ := n.BirthDate() // the file of identities holds no others
		r := registercsv.Record{Kind: "name", Source: "skatteverket", ID: fmt.Sprintf("name-%d", i+1), Party: n, From: born, To: calendar.None, Other: name}
		if err := w.Write(&r); err != nil {
			return File{}, err
		}
	}
	err := w.Flush()
	return File{Name: "namn-2025-04-11.csv", Data: b.Bytes(), Received: calendar.New(2025, 4, 11)}, err
}
