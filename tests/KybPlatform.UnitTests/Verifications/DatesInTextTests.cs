using AwesomeAssertions;
using KybPlatform.Api.Verifications.Reading;
using Xunit;

namespace KybPlatform.UnitTests.Verifications;

public sealed class DatesInTextTests
{
    [Theory]
    [InlineData("Issued 2026-09-03", "2026-09-03")]
    [InlineData("Ausgestellt am 3.9.2026", "2026-09-03")]
    [InlineData("発行日 2026年9月3日", "2026-09-03")]
    [InlineData("Fecha de emisión: 23/09/2026", "2026-09-23")]
    [InlineData("Date of issue 09/23/2026", "2026-09-23")]
    [InlineData("Madrid, 3 de septiembre de 2026", "2026-09-03")]
    [InlineData("Fait à Paris, le 1er août 2026", "2026-08-01")]
    [InlineData("Berlin, den 3. März 2026", "2026-03-03")]
    [InlineData("Roma, 3 dicembre 2026", "2026-12-03")]
    [InlineData("September 3rd, 2026", "2026-09-03")]
    [InlineData("3 Sept 2026", "2026-09-03")]
    [InlineData("31 grudnia 2026", "2026-12-31")]
    [InlineData("07/07/2026", "2026-07-07")]
    public void Dates_are_read_as_papers_write_them(string text, string date) => DatesInText.Of(text).Should().Equal(Date(date));

    [Theory]
    [InlineData("05/04/2026")]
    [InlineData("05/04/2026, 31/12/2025 and 12/31/2025", "2025-12-31")]
    [InlineData("32.12.2026 and 2026-13-01 and 29/02/2026")]
    [InlineData("3 jui 2026")]
    [InlineData("1205/04/20261")]
    [InlineData("Marketing 2026, 3 Marx 2026 of March")]
    public void What_can_be_two_days_or_none_is_no_date(string text, params string[] certain) => DatesInText.Of(text).Should().BeEquivalentTo(certain.Select(Date));

    [Fact]
    public void Other_dates_of_the_text_tell_which_figure_is_the_day()
    {
        DatesInText.Of("Del 05/04/2026 al 31/05/2026").Should().BeEquivalentTo([Date("2026-04-05"), Date("2026-05-31")]);
        DatesInText.Of("From 05/04/2026 to 05/31/2026").Should().BeEquivalentTo([Date("2026-05-04"), Date("2026-05-31")]);
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
