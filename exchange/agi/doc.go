// Package agi reads and writes the employers' monthly declarations with a statement for
// each payee: arbetsgivardeklaration på individnivå (AGI), an XML file of Skatteverket.
package agi
