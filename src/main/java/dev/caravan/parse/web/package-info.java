/**
* Logs of web servers: nginx, Apache (with ModSecurity), Traefik.
 */
@NullMarked
package dev.caravan.parse.web;

import org.jspecify.annotations.NullMarked;
