using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class VerificationTerms : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "asked_checks",
                table: "verifications",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "asked_lists",
                table: "verifications",
                type: "text[]",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "threshold",
                table: "verifications",
                type: "double precision",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "asked_checks",
                table: "verifications");

            migrationBuilder.DropColumn(
                name: "asked_lists",
                table: "verifications");

            migrationBuilder.DropColumn(
                name: "threshold",
                table: "verifications");
        }
    }
}
