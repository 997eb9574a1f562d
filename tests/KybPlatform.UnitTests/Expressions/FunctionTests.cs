using AwesomeAssertions;
using KybPlatform.Policies.Expressions;
using Xunit;

namespace KybPlatform.UnitTests.Expressions;

public sealed class FunctionTests
{
    [Theory]
    [InlineData("int('42') == 42 && int('-7') == -7 && int(3.99) == 3 && int(-3.99) == -3 && int(7u) == 7")]
    [InlineData("int(timestamp('1970-01-01T00:01:00Z')) == 60")]
    [InlineData("uint('7') == 7u && uint(7) == 7u && uint(7.9) == 7u")]
    [InlineData("double('3.5') == 3.5 && double(3) == 3.0 && double(3u) == 3.0 && double('1e3') == 1000.0 && double('-inf') < 0.0")]
    [InlineData("string(123) == '123' && string(123u) == '123' && string(3.14) == '3.14' && string(true) == 'true'")]
    [InlineData("string(1e21) == '1e+21' && string(0.00001) == '1e-05' && string(123456789.0) == '123456789' && string(double('nan')) == 'NaN'")]
    [InlineData("string(b'h\\xc3\\xa9') == 'hé' && bytes('hé') == b'h\\xc3\\xa9'")]
    [InlineData("string(duration('1m1ms')) == '60.001s' && string(duration('-1.5h')) == '-5400s'")]
    [InlineData("string(timestamp('2026-02-28T23:59:59.120Z')) == '2026-02-28T23:59:59.12Z'")]
    [InlineData("bool('true') && !bool('FALSE') && bool('1') && !bool('f') && bool(true)")]
    [InlineData("dyn(1) == 1")]
    [InlineData("timestamp(60) == timestamp('1970-01-01T00:01:00Z')")]
    [InlineData("base64.encode(b'hello') == 'aGVsbG8=' && base64.decode('aGVsbG8=') == b'hello'")]
    public void Conversions_give_the_same_value_in_another_type(string expression) => Cel.ShouldHold(expression);

    [Theory]
    [InlineData("int('x')", CelErrorCodes.InvalidConversion)]
    [InlineData("int('')", CelErrorCodes.InvalidConversion)]
    [InlineData("int(' 1')", CelErrorCodes.InvalidConversion)]
    [InlineData("int('9223372036854775808')", CelErrorCodes.InvalidConversion)]
    [InlineData("int(9223372036854775808.0)", CelErrorCodes.Overflow)]
    [InlineData("int(-9223372036854775808.0)", CelErrorCodes.Overflow)]
    [InlineData("int(double('nan'))", CelErrorCodes.Overflow)]
    [InlineData("int(18446744073709551615u)", CelErrorCodes.Overflow)]
    [InlineData("uint(-1)", CelErrorCodes.Overflow)]
    [InlineData("uint(-0.5)", CelErrorCodes.Overflow)]
    [InlineData("double('1,5')", CelErrorCodes.InvalidConversion)]
    [InlineData("double('1e999')", CelErrorCodes.InvalidConversion)]
    [InlineData("bool('TrUe')", CelErrorCodes.InvalidConversion)]
    [InlineData("string(b'\\xff')", CelErrorCodes.InvalidConversion)]
    [InlineData("string([1])", CelErrorCodes.NoMatchingOverload)]
    [InlineData("base64.decode('aGVsbG8')", CelErrorCodes.InvalidArgument)]
    public void A_conversion_that_loses_is_an_error(string expression, string code) => Cel.ShouldFail(expression, code);

    [Theory]
    [InlineData("'foobar'.contains('oba') && 'foobar'.startsWith('foo') && 'foobar'.endsWith('bar') && ''.contains('')")]
    [InlineData("!'foobar'.startsWith('Foo')")]
    [InlineData("'tacocat'.charAt(3) == 'o' && 'tacocat'.charAt(7) == '' && '😀x'.charAt(0) == '😀' && '😀x'.charAt(1) == 'x'")]
    [InlineData("'hello mellow'.indexOf('ello') == 1 && 'hello mellow'.indexOf('jello') == -1 && 'hello mellow'.indexOf('ello', 2) == 7")]
    [InlineData("'hello mellow'.indexOf('') == 0 && 'hello'.indexOf('', 2) == 2 && '😀😁'.indexOf('😁') == 1")]
    [InlineData("'hello mellow'.lastIndexOf('ello') == 7 && 'hello mellow'.lastIndexOf('ello', 6) == 1 && 'hello mellow'.lastIndexOf('') == 12")]
    [InlineData("'hello mellow'.lastIndexOf('jello') == -1 && 'ab'.lastIndexOf('b', 0) == -1")]
    [InlineData("['a', 'b'].join() == 'ab' && ['a', 'b'].join('-') == 'a-b' && [].join('/') == ''")]
    [InlineData("'TacoCÆt'.lowerAscii() == 'tacocÆt' && 'TacoCæt'.upperAscii() == 'TACOCæT'")]
    [InlineData("'12 days 12 hours'.replace('12', 'no') == 'no days no hours' && 'aaa'.replace('a', 'b', 2) == 'bba' && 'aaa'.replace('a', 'b', 0) == 'aaa'")]
    [InlineData("'ab'.replace('', '-') == '-a-b-' && 'ab'.replace('', '-', 1) == '-ab'")]
    [InlineData("'a b c'.split(' ') == ['a', 'b', 'c'] && 'a b c'.split(' ', 2) == ['a', 'b c'] && 'a b'.split(' ', 0) == [] && 'a b'.split(' ', -1) == ['a', 'b']")]
    [InlineData("'a😀'.split('') == ['a', '😀'] && 'a b'.split(' ', 1) == ['a b']")]
    [InlineData("'tacocat'.substring(4) == 'cat' && 'tacocat'.substring(0, 4) == 'taco' && '😀x😁'.substring(1, 3) == 'x😁' && 'a'.substring(1) == ''")]
    [InlineData("' \\f\\n\\r\\t\\v\\u00a0\\u2028text\\u3000'.trim() == 'text'")]
    [InlineData("'gums'.reverse() == 'smug' && 'a😀'.reverse() == '😀a'")]
    [InlineData("strings.quote('a \"b\"\\n') == '\"a \\\\\"b\\\\\"\\\\n\"'")]
    public void Strings_are_handled_by_code_point(string expression) => Cel.ShouldHold(expression);

    [Theory]
    [InlineData("'a'.charAt(-1)", CelErrorCodes.IndexOutOfBounds)]
    [InlineData("'a'.charAt(2)", CelErrorCodes.IndexOutOfBounds)]
    [InlineData("'hello'.indexOf('l', 20)", CelErrorCodes.IndexOutOfBounds)]
    [InlineData("'hello'.lastIndexOf('l', -1)", CelErrorCodes.IndexOutOfBounds)]
    [InlineData("'tacocat'.substring(-1)", CelErrorCodes.IndexOutOfBounds)]
    [InlineData("'tacocat'.substring(2, 1)", CelErrorCodes.IndexOutOfBounds)]
    [InlineData("'tacocat'.substring(0, 8)", CelErrorCodes.IndexOutOfBounds)]
    [InlineData("[1].join()", CelErrorCodes.NoMatchingOverload)]
    [InlineData("'%d'.format(['a'])", CelErrorCodes.InvalidArgument)]
    [InlineData("'%s'.format([])", CelErrorCodes.InvalidArgument)]
    [InlineData("'%'.format([1])", CelErrorCodes.InvalidArgument)]
    [InlineData("'%.f'.format([1.0])", CelErrorCodes.InvalidArgument)]
    [InlineData("'%.999f'.format([1.0])", CelErrorCodes.InvalidArgument)]
    public void A_position_or_clause_that_is_none_is_an_error(string expression, string code) => Cel.ShouldFail(expression, code);

    [Theory]
    [InlineData("'%s %s %s'.format(['a', 1, true])", "a 1 true")]
    [InlineData("'%s'.format([[1, 'b', null]])", "[1, b, null]")]
    [InlineData("'%s'.format([{'b': 1, 'a': 2.5}])", "{a: 2.5, b: 1}")]
    [InlineData("'%s'.format([b'foo'])", "foo")]
    [InlineData("'%s %s'.format([timestamp('2026-01-02T03:04:05Z'), duration('90s')])", "2026-01-02T03:04:05Z 90s")]
    [InlineData("'%s'.format([type(1)])", "int")]
    [InlineData("'%d %d %d'.format([1, 2u, 3.14])", "1 2 3.14")]
    [InlineData("'%f %.1f %.0f'.format([1, 3.14, 2.5])", "1.000000 3.1 2")]
    [InlineData("'%e %.1e'.format([3.14, -3140.0])", "3.140000e+00 -3.1e+03")]
    [InlineData("'%x %X %x %x'.format([255, 255u, 'hi', b'\\x0f'])", "ff FF 6869 0f")]
    [InlineData("'%x'.format([-30])", "-1e")]
    [InlineData("'%o %b %b'.format([8, 5, true])", "10 101 1")]
    [InlineData("'%f %s'.format([double('nan'), double('-inf')])", "NaN -Infinity")]
    [InlineData("'100%%'.format([])", "100%")]
    public void Format_writes_values_into_text(string expression, string text) =>
        Cel.Eval(expression).Should().BeOfType<CelString>().Which.Value.Should().Be(text);

    [Theory]
    [InlineData("math.greatest(1) == 1 && math.greatest(1u, 2u) == 2u && math.greatest(-42.0, -21.5, -100.0) == -21.5 && math.greatest([3, 9, 4]) == 9")]
    [InlineData("dyn(math.greatest(1, 2.5)) == 2.5 && dyn(math.least(1, 2.5, 0u)) == 0 && math.least([1.5]) == 1.5")]
    [InlineData("math.ceil(1.2) == 2.0 && math.floor(-1.2) == -2.0 && math.round(1.5) == 2.0 && math.round(-1.5) == -2.0 && math.round(2.5) == 3.0 && math.trunc(-1.9) == -1.0")]
    [InlineData("math.abs(-1) == 1 && math.abs(1u) == 1u && math.abs(-1.5) == 1.5 && math.sign(-42) == -1 && math.sign(0.0) == 0.0 && math.sign(3u) == 1u")]
    [InlineData("math.isNaN(0.0 / 0.0) && math.isInf(1.0 / 0.0) && math.isFinite(1.2) && !math.isFinite(0.0 / 0.0)")]
    [InlineData("math.bitOr(1u, 2u) == 3u && math.bitAnd(-3, -5) == -7 && math.bitXor(1, 3) == 2 && math.bitNot(1) == -2 && math.bitNot(0u) == 18446744073709551615u")]
    [InlineData("math.bitShiftLeft(1, 2) == 4 && math.bitShiftLeft(1u, 200) == 0u && math.bitShiftRight(1024, 2) == 256 && math.bitShiftRight(-1024, 3) == 2305843009213693824")]
    [InlineData("math.sqrt(81) == 9.0 && math.isNaN(math.sqrt(-15.0))")]
    public void Math_follows_the_extension(string expression) => Cel.ShouldHold(expression);

    [Theory]
    [InlineData("math.abs(-9223372036854775808)", CelErrorCodes.Overflow)]
    [InlineData("math.greatest([])", CelErrorCodes.InvalidArgument)]
    [InlineData("math.greatest(dyn('a'))", CelErrorCodes.NoMatchingOverload)]
    [InlineData("math.bitShiftLeft(1, -1)", CelErrorCodes.InvalidArgument)]
    [InlineData("math.ceil(1)", CelErrorCodes.NoMatchingOverload)]
    public void Math_outside_its_domain_is_an_error(string expression, string code) => Cel.ShouldFail(expression, code);

    [Theory]
    [InlineData("optional.of(1).hasValue() && !optional.none().hasValue() && optional.of(1).value() == 1")]
    [InlineData("optional.none().orValue(5) == 5 && optional.of(1).orValue(5) == 1 && optional.none().or(optional.of(2)).value() == 2")]
    [InlineData("!optional.ofNonZeroValue('').hasValue() && optional.ofNonZeroValue('a').hasValue() && !optional.ofNonZeroValue(0).hasValue()")]
    [InlineData("optional.of(1) == optional.of(1) && optional.none() == optional.none() && optional.of(1) != optional.none()")]
    [InlineData("{'a': {'b': 1}}.?a.b == optional.of(1) && {'a': {'b': 1}}.?x.b == optional.none()")]
    [InlineData("!{'a': 1}.?b.hasValue() && {'a': 1}[?'a'].value() == 1 && ![1][?5].hasValue()")]
    [InlineData("has({'a': {'b': 1}}.?a.b) && !has({'a': {}}.?x.b)")]
    [InlineData("[?optional.of(1), ?optional.none(), 2] == [1, 2]")]
    [InlineData("{?'a': optional.of(1), ?'b': optional.none()} == {'a': 1}")]
    [InlineData("optional.of(2).optMap(x, x * 2).value() == 4 && !optional.none().optMap(x, 1 / 0).hasValue()")]
    [InlineData("optional.of({'a': 1}).optFlatMap(m, m.?a).value() == 1 && !optional.of({'a': 1}).optFlatMap(m, m.?b).hasValue()")]
    [InlineData("optional.unwrap([optional.of(1), optional.none()]) == [1] && [optional.of(2)].unwrapOpt() == [2]")]
    [InlineData("[1, 2].last().value() == 2 && [1, 2].first().value() == 1 && ![].last().hasValue()")]
    public void Optionals_chain(string expression) => Cel.ShouldHold(expression);

    [Fact]
    public void The_value_of_an_empty_optional_is_an_error() => Cel.ShouldFail("optional.none().value()", CelErrorCodes.OptionalIsEmpty);
}
