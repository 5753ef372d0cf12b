package main
const bookingHeader = "voucher;date;account;kind;amount;purpose;count;text\n"
