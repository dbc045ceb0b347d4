# Two figures of a results folder with readr and ggplot2: how the deep share spreads in each scenario, and how far the
# scenarios differ, future by future.
#
#   uptake compare committed superintendent-disengages --tables csv --out results/pair
#   Rscript examples/r/two_figures.R results/pair figures-r
#
# The folder holds Parquet unless it was run with --tables csv. With the package arrow (untried here), read_parquet(path)
# takes the place of read_table_of(path).

library(readr)
library(ggplot2)

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) != 2) {
  stop("name a results folder with two scenarios and a folder for the figures: Rscript two_figures.R results/pair figures-r")
}
folder <- arguments[1]
out <- arguments[2]
for (name in c("summary.csv", "differences.csv")) {
  if (!file.exists(file.path(folder, name))) {
    stop(folder, " has no ", name, ": run uptake compare with --tables csv")
  }
}
dir.create(out, showWarnings = FALSE, recursive = TRUE)

# Identifiers are texts, although they look like numbers: a district's id keeps its zero.
read_table_of <- function(name) {
  read_csv(
    file.path(folder, name),
    col_types = cols(district = col_character(), .default = col_guess()),
    show_col_types = FALSE
  )
}

measure <- "deep_share"
percent <- function(x) paste0(round(100 * x), "%")

# Figure 1: the mean of each scenario, and the range that holds nine in ten futures.
summary <- read_table_of("summary.csv")
levels <- summary[summary$measure == measure, ]
levels_figure <- ggplot(levels, aes(month, mean, color = scenario, fill = scenario)) +
  geom_ribbon(aes(ymin = q05, ymax = q95), alpha = 0.15, color = NA) +
  geom_line(linewidth = 0.9) +
  scale_x_continuous(breaks = seq(0, max(levels$month), 12)) +
  scale_y_continuous(labels = percent) +
  labs(
    title = "Deep share of focal teachers, by month",
    subtitle = "Line: mean over futures. Band: nine in ten futures.",
    x = "Month (1 is August of year 1)", y = NULL, color = NULL, fill = NULL
  ) +
  theme_minimal() +
  theme(legend.position = "top")
ggsave(file.path(out, "levels.png"), levels_figure, width = 7, height = 4.5, dpi = 120)

# Figure 2: the difference at the end of each year, one point for each future.
differences <- read_table_of("differences.csv")
ends <- differences[differences$month %in% seq(12, max(differences$month), 12), ]
ends$year <- factor(ends$month / 12)
differences_figure <- ggplot(ends, aes(year, .data[[measure]])) +
  geom_hline(yintercept = 0, color = "gray50") +
  geom_jitter(width = 0.2, height = 0, alpha = 0.25, size = 0.8) +
  stat_summary(fun = mean, geom = "point", size = 3, color = "firebrick") +
  scale_y_continuous(labels = percent) +
  labs(
    title = "What the other scenario adds to the deep share",
    subtitle = "One point for each future, at the end of each year. Red: mean.",
    x = "Year", y = NULL
  ) +
  theme_minimal()
ggsave(file.path(out, "differences.png"), differences_figure, width = 7, height = 4.5, dpi = 120)

cat("wrote", file.path(out, c("levels.png", "differences.png")), sep = "\n")
