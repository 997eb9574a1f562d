using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class CaseTurns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "given_back_by",
                table: "cases",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_jobs_due_at",
                table: "jobs",
                column: "due_at",
                filter: "dead_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_jobs_due_at",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "given_back_by",
                table: "cases");
        }
    }
}
