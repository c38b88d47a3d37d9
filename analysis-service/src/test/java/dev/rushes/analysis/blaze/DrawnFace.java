package dev.rushes.analysis.blaze;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/** A portrait in a few strokes: nobody's. */
public final class DrawnFace {
    private DrawnFace() {}

    /**
     * A picture with a face in it.
     *
     * @param x middle of the face
     * @param y middle of the face
     * @param height of the face, from hair to chin
     */
    public static BufferedImage of(int width, int height, double x, double y, double size) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setPaint(new GradientPaint(0, 0, new Color(120, 140, 150), 0, height, new Color(80, 90, 100)));
        pen.fillRect(0, 0, width, height);
        pen.translate(x, y);
        pen.scale(size / 100, size / 100);
        draw(pen);
        pen.dispose();
        return picture;
    }

    /** The face is 100 high, around 0. */
    private static void draw(Graphics2D pen) {
        pen.setColor(new Color(60, 70, 110));
        pen.fill(new Ellipse2D.Double(-75, 58, 150, 120));
        pen.setColor(new Color(190, 145, 120));
        pen.fill(new Ellipse2D.Double(-18, 25, 36, 50));
        pen.setColor(new Color(50, 35, 25));
        pen.fill(new Ellipse2D.Double(-44, -62, 88, 100));
        pen.setPaint(new RadialGradientPaint(-6, -4, 60, new float[] {0, 0.6f, 1}, new Color[] {
            new Color(235, 195, 170), new Color(220, 175, 150), new Color(160, 115, 95)
        }));
        Path2D skin = new Path2D.Double();
        skin.moveTo(-36, -12);
        skin.curveTo(-36, -52, 36, -52, 36, -12);
        skin.curveTo(36, 22, 20, 50, 0, 50);
        skin.curveTo(-20, 50, -36, 22, -36, -12);
        pen.fill(skin);
        pen.setColor(new Color(50, 35, 25));
        pen.fill(new Arc2D.Double(-40, -58, 80, 50, 0, 180, Arc2D.CHORD));
        for (int side : new int[] {-1, 1}) {
            eye(pen, side);
        }
        pen.setColor(new Color(150, 105, 88));
        pen.setStroke(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(new Arc2D.Double(-8, 8, 16, 10, 200, 140, Arc2D.OPEN));
        pen.setColor(new Color(200, 155, 132));
        pen.draw(new Arc2D.Double(-6, -12, 8, 26, 100, 100, Arc2D.OPEN));
        pen.setColor(new Color(165, 75, 75));
        pen.fill(new Ellipse2D.Double(-15, 24, 30, 9));
        pen.setColor(new Color(95, 40, 45));
        pen.setStroke(new BasicStroke(1.5f));
        pen.draw(new Arc2D.Double(-15, 22, 30, 8, 190, 160, Arc2D.OPEN));
    }

    private static void eye(Graphics2D pen, int side) {
        double x = side * 16;
        pen.setColor(new Color(175, 130, 110));
        pen.fill(new Ellipse2D.Double(x - 11, -13, 22, 15));
        pen.setColor(Color.WHITE);
        pen.fill(new Ellipse2D.Double(x - 8, -9, 16, 8));
        pen.setColor(new Color(60, 45, 35));
        pen.fill(new Ellipse2D.Double(x - 4, -9.5, 8, 8.5));
        pen.setColor(Color.BLACK);
        pen.setStroke(new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(new Arc2D.Double(x - 9, -10, 18, 10, 10, 160, Arc2D.OPEN));
        pen.setColor(new Color(55, 40, 30));
        pen.setStroke(new BasicStroke(3.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.draw(new Arc2D.Double(x - 11, -20, 22, 12, 20, 140, Arc2D.OPEN));
    }
}
