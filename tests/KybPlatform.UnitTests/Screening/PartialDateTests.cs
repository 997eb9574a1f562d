using AwesomeAssertions;
using KybPlatform.Screening.Lists;
using Xunit;

namespace KybPlatform.UnitTests.Screening;

public sealed class PartialDateTests
{
    [Theory]
    [InlineData("1960", "1960")]
    [InlineData("1960-05", "1960-05")]
    [InlineData("1960-05-04", "1960-05-04")]
    [InlineData("04 May 1960", "1960-05-04")]
    [InlineData("May 1960", "1960-05")]
    [InlineData("Nov. 1973 ", "1973-11")]
    [InlineData("circa 1960", "~1960")]
    [InlineData("1960 to 1962", "1960-01-01/1962-12-31")]
    [InlineData("circa 1979-1982", "~1979-01-01/1982-12-31")]
    [InlineData("01 Mar 1965 to 31 Mar 1965", "1965-03")]
    public void Dates_of_the_lists_are_read_and_written_in_one_form(string text, string expected)
    {
        PartialDate.TryParse(text, out var date).Should().BeTrue();
        date.ToString().Should().Be(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30-35 years old")]
    [InlineData("31 Feb 1960")]
    [InlineData("24/06/1402 (Hijri Calendar)")]
    public void Other_text_is_no_date(string text)
    {
        PartialDate.TryParse(text, out _).Should().BeFalse();
    }
}
