/**
 * The rules said again, plainly and slowly: an engine, its reader and its files, written from the contract alone and sharing nothing
 * with the product but the market data it reads. Every later engine must agree with it, byte for byte.
 */
package dev.nightjar.reference;
