package demo

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"balans/law/calendar"
	"balans/law/identity"
)

//go:embed identities.txt
var identityFile string

// people are the debtors: the test identities in ascending order, so also by age.
type people struct {
	numbers []identity.Number
	bornBy  [2010]int // how many are born in the year or earlier
}

var readPeople = sync.OnceValues(func() (*people, error) {
	p := &people{}
	line := 0
	for text := range strings.Lines(identityFile) {
		line++
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' {
			continue
		}
		n, err := identity.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("demo: identities.txt:%d: %w", line, err)
		}
		born, ok := n.BirthDate()
		if !ok || born.Year() >= len(p.bornBy) {
			return nil, fmt.Errorf("demo: identities.txt:%d: not an adult's number", line)
		}
		if k := len(p.numbers); k > 0 && p.numbers[k-1] >= n {
			return nil, fmt.Errorf("demo: identities.txt:%d: the numbers are to be in ascending order", line)
		}
		p.numbers = append(p.numbers, n)
		p.bornBy[born.Year()] = len(p.numbers)
	}
	for y := 1; y < len(p.bornBy); y++ {
		p.bornBy[y] = max(p.bornBy[y], p.bornBy[y-1])
	}
	return p, nil
})

// adult picks someone whose age in the year of the day is from least to most.
func (p *people) adult(c *chance, on calendar.Date, least, most int) int32 {
	y := on.Year()
	from, to := p.bornBy[y-most-1], p.bornBy[y-least]
	return int32(from + c.below(to-from))
}
