/** Random histories of a log and its follower, checked against a small model; and what that found, as tests with names. */
package dev.caravan.model;
