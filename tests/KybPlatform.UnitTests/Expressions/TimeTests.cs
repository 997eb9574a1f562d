using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

public sealed class TimeTests
{
    [Theory]
    [InlineData("timestamp('2023-08-26T12:39:00-07:00') == timestamp('2023-08-26T19:39:00Z')")]
    [InlineData("timestamp('2026-01-01T00:00:00Z') + duration('24h') == timestamp('2026-01-02T00:00:00Z')")]
    [InlineData("duration('24h') + timestamp('2026-01-01T00:00:00Z') == timestamp('2026-01-02T00:00:00Z')")]
    [InlineData("timestamp('2026-01-10T12:00:00Z') - timestamp('2026-01-10T00:00:00Z') == duration('12h')")]
    [InlineData("timestamp('2026-01-10T12:00:00Z') - duration('12h') == timestamp('2026-01-10T00:00:00Z')")]
    [InlineData("duration('1m') - duration('1s') == duration('59s') && duration('1m') + duration('1s') == duration('61s')")]
    [InlineData("string(timestamp('0001-01-01T00:00:00Z')) == '0001-01-01T00:00:00Z'")]
    [InlineData("string(timestamp('9999-12-31T23:59:59.999999999Z')) == '9999-12-31T23:59:59.999999999Z'")]
    [InlineData("string(timestamp('1969-12-31T23:59:59.5Z')) == '1969-12-31T23:59:59.5Z' && int(timestamp('1969-12-31T23:59:59.5Z')) == -1")]
    [InlineData("timestamp('2024-02-29T00:00:00Z') < timestamp('2024-03-01T00:00:00Z')")]
    [InlineData("duration('1h34us') == duration('3600.000034s') && duration('0') == duration('0s') && duration('-1.5h') == duration('-90m')")]
    [InlineData("duration('1.5s').getMilliseconds() == 500 && duration('100ns') < duration('1us') && duration('+1s') == duration('1s')")]
    [InlineData("duration('9223372036.854775807s') > duration('290y'.replace('y', 'h'))")]
    public void Instants_and_spans_are_computed_with_nanoseconds(string expression) => Cel.ShouldHold(expression);

    [Theory]
    [InlineData("timestamp('9999-12-31T23:59:59Z') + duration('1s')", CelErrorCodes.Overflow)]
    [InlineData("timestamp('0001-01-01T00:00:00Z') - duration('1ns')", CelErrorCodes.Overflow)]
    [InlineData("timestamp('9999-12-31T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')", CelErrorCodes.Overflow)]
    [InlineData("duration('9223372036s') + duration('1s')", CelErrorCodes.Overflow)]
    [InlineData("timestamp('0000-12-31T23:59:59Z')", CelErrorCodes.InvalidConversion)]
    [InlineData("timestamp('0001-01-01T00:00:00+01:00')", CelErrorCodes.InvalidConversion)]
    [InlineData("timestamp('2026-02-29T00:00:00Z')", CelErrorCodes.InvalidConversion)]
    [InlineData("timestamp('2026-01-01')", CelErrorCodes.InvalidConversion)]
    [InlineData("timestamp('2026-01-01T00:00:00')", CelErrorCodes.InvalidConversion)]
    [InlineData("timestamp('2026-01-01T24:00:00Z')", CelErrorCodes.InvalidConversion)]
    [InlineData("timestamp('2026-01-01T00:00:00.Z')", CelErrorCodes.InvalidConversion)]
    [InlineData("timestamp(253402300800)", CelErrorCodes.Overflow)]
    [InlineData("duration('1')", CelErrorCodes.InvalidConversion)]
    [InlineData("duration('1d')", CelErrorCodes.InvalidConversion)]
    [InlineData("duration('')", CelErrorCodes.InvalidConversion)]
    [InlineData("duration('s')", CelErrorCodes.InvalidConversion)]
    [InlineData("duration('1..5s')", CelErrorCodes.InvalidConversion)]
    [InlineData("duration('9223372037s')", CelErrorCodes.InvalidConversion)]
    [InlineData("timestamp('2026-01-01T00:00:00Z').getHours('Nowhere/City')", CelErrorCodes.InvalidTimeZone)]
    [InlineData("timestamp('2026-01-01T00:00:00Z').getHours('../etc/passwd')", CelErrorCodes.InvalidTimeZone)]
    [InlineData("timestamp('2026-01-01T00:00:00Z').getHours('+25:00')", CelErrorCodes.InvalidTimeZone)]
    public void What_is_no_time_or_out_of_range_is_an_error(string expression, string code) => Cel.ShouldFail(expression, code);

    [Theory]
    [InlineData("t.getFullYear() == 2023 && t.getMonth() == 11 && t.getDate() == 25 && t.getDayOfMonth() == 24")]
    [InlineData("t.getDayOfWeek() == 1 && t.getDayOfYear() == 358")]
    [InlineData("t.getHours() == 0 && t.getMinutes() == 30 && t.getSeconds() == 15 && t.getMilliseconds() == 500")]
    [InlineData("t.getDate('-08:00') == 24 && t.getHours('-08:00') == 16 && t.getDayOfWeek('-08:00') == 0")]
    [InlineData("t.getHours('+05:45') == 6 && t.getMinutes('+05:45') == 15 && t.getHours('UTC') == 0")]
    [InlineData("t.getDate('America/Los_Angeles') == 24 && t.getHours('Europe/Paris') == 1")]
    [InlineData("timestamp('2023-07-01T00:00:00Z').getHours('Europe/Paris') == 2")]
    [InlineData("timestamp('0001-01-01T00:00:00Z').getFullYear('-01:00') == 0 && timestamp('9999-12-31T23:30:00Z').getFullYear('+01:00') == 10000")]
    [InlineData("timestamp('2024-12-31T00:00:00Z').getDayOfYear() == 365 && timestamp('2000-03-01T00:00:00Z').getDayOfYear() == 60")]
    [InlineData("duration('90m').getHours() == 1 && duration('90m').getMinutes() == 90 && duration('90m').getSeconds() == 5400 && duration('-90m').getHours() == -1")]
    public void Parts_of_a_time_are_read_in_UTC_or_a_zone(string expression) =>
        Cel.ShouldHold($"cel.bind(t, timestamp('2023-12-25T00:30:15.500Z'), {expression})");
}
