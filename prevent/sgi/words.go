package sgi

import (
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// Language is one that the texts of an answer are in.
type Language string

// The languages.
const (
	Swedish Language = "sv"
	English Language = "en"
)

// Text is a sentence of an answer in both languages. The key tells what it says to a
// program and does not change with the wording.
type Text struct {
	Key string `json:"key"`
	Sv  string `json:"sv"`
	En  string `json:"en"`
}

// In is the text in a language; Swedish for one that is not known.
func (t Text) In(l Language) string {
	if l == English {
		return t.En
	}
	return t.Sv
}

// two is words in both languages that no program asks for.
func two(sv, en string) Text { return Text{Sv: sv, En: en} }

// say is the phrase with the key, with what it is about put in.
func say(key string, about ...any) Text {
	pair, ok := phrases[key]
	if !ok {
		pair, ok = readPhrases[key]
	}
	if !ok {
		panic("sgi: there is no phrase " + key)
	}
	words := make([]any, len(about))
	sv, en := make([]any, len(about)), make([]any, len(about))
	for i, a := range about {
		switch a := a.(type) {
		case calendar.Date:
			words[i] = a.String()
		case money.Amount:
			words[i] = a.Kronor()
		case Text:
			sv[i], en[i] = a.Sv, a.En
			continue
		default:
			words[i] = fmt.Sprint(a)
		}
		sv[i], en[i] = words[i], words[i]
	}
	return Text{Key: key, Sv: fill(pair[0], sv), En: fill(pair[1], en)}
}

// fill puts what it is about in the places of %s. What is put in is not looked at again: it
// may be anything that a person wrote.
func fill(pattern string, about []any) string {
	parts := strings.Split(pattern, "%s")
	var b strings.Builder
	b.WriteString(parts[0])
	for i, part := range parts[1:] {
		if i < len(about) {
			fmt.Fprint(&b, about[i])
		}
		b.WriteString(part)
	}
	return b.String()
}
