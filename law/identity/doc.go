// Package identity reads and checks the numbers that say who someone is.
//
// A Number is a personal identity number (personnummer, 18 § folkbokföringslagen
// 1991:481), a coordination number (samordningsnummer, lag 2022:1697) or an
// organisation number (organisationsnummer, lag 1974:174), kept as one int64 of twelve
// digits so that it can stand in a key. The package also makes and checks OCR
// references, by which a payment finds its claim.
//
// A Number is well formed, not assigned: that someone has it can only be asked of the
// population register. Interim numbers (with a letter) are refused. Errors never
// repeat the number, because errors end up in logs that are not the reading log.
//
// Coordination numbers of people whose birth date is not fully known have month 00 or
// day 60, and some have a day from 29 to 31 that their month lacks. Such numbers are
// among Skatteverket's published test identities; they are accepted and have no birth
// date.
package identity
